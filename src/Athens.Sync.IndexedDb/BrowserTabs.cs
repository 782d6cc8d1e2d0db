using Microsoft.JSInterop;

namespace Athens.Sync.IndexedDb;

/// <summary>
/// Joins the tabs of a browser that have one store open: one of them runs the loop, all of them see what each has saved and what came
/// of it. The tab that the user looks at leads; when it closes, another one takes over.
/// </summary>
/// <remarks>Give it a loop that is not started. Dispose of it before the loop.</remarks>
public sealed class BrowserTabs : IAsyncDisposable
{
    private const string Path = "./_content/Athens.Sync.IndexedDb/tabs.js";

    private readonly SyncClient client;
    private readonly SyncLoop loop;
    private readonly CancellationTokenSource stop = new();
    private DotNetObjectReference<BrowserTabs>? self;
    private IJSObjectReference? module;
    private string tab = "";
    private bool hasNetwork = true;
    private bool leaderReaches = true;

    private BrowserTabs(SyncClient client, SyncLoop loop)
    {
        this.client = client;
        this.loop = loop;
    }

    /// <summary>True while this tab is the one that syncs.</summary>
    public bool IsLeader { get; private set; }

    /// <summary>Joins the tabs that have a store open.</summary>
    /// <param name="js">The browser.</param>
    /// <param name="database">The store's database (<see cref="IndexedDbDeviceStore.Name"/>).</param>
    /// <param name="client">This tab's engine over that store.</param>
    /// <param name="loop">The engine's loop; it is started when this tab leads, and stopped when another does.</param>
    /// <exception cref="JSException">The browser has no locks: an old one, or a page that was not served over HTTPS.</exception>
    public static async Task<BrowserTabs> JoinAsync(IJSRuntime js, string database, SyncClient client, SyncLoop loop)
    {
        ArgumentNullException.ThrowIfNull(js);
        ArgumentException.ThrowIfNullOrEmpty(database);
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(loop);
        var tabs = new BrowserTabs(client, loop);
        tabs.self = DotNetObjectReference.Create(tabs);
        tabs.module = await js.InvokeAsync<IJSObjectReference>("import", Path).ConfigureAwait(false);
        tabs.tab = await tabs.module.InvokeAsync<string>("join", database, tabs.self).ConfigureAwait(false);
        _ = tabs.TellWhetherReachedAsync();
        return tabs;
    }

    /// <summary>Tells whether this browser has a network, in the place of <see cref="SyncLoop.NotifyOnline"/>.</summary>
    public void NotifyOnline(bool isOnline)
    {
        hasNetwork = isOnline;
        TellLoop();
    }

    /// <summary>
    /// Has a cycle run now, by this tab: it is the one that its user looks at, and takes the lead. Returns when the cycle is over and its
    /// result is in the store.
    /// </summary>
    /// <returns>What kept the cycle from its end, for a person; null when nothing did.</returns>
    public async Task<string?> SyncAsync(CancellationToken cancellationToken = default)
    {
        if (!IsLeader)
            await module!.InvokeVoidAsync("take", cancellationToken, tab).ConfigureAwait(false);
        try
        {
            SyncReport report = await client.SyncAsync(cancellationToken).ConfigureAwait(false);
            return report.Failure?.Message;
        }
        catch (StoreException e)
        {
            return e.Message;
        }
    }

    /// <summary>Called by the script: another tab has written to the store.</summary>
    [JSInvokable]
    public void Changed() => client.NotifyExternalChange();

    /// <summary>Called by the script: this tab leads now, or another one does.</summary>
    [JSInvokable]
    public async Task Led(bool leads)
    {
        IsLeader = leads;
        leaderReaches = true;
        TellLoop();
        if (leads)
            loop.Start();
        else
            await loop.StopAsync().ConfigureAwait(false);
    }

    /// <summary>Called by the script: the tab that leads has reached the server, or has not.</summary>
    [JSInvokable]
    public void Reached(bool reached)
    {
        if (IsLeader)
            return;
        leaderReaches = reached;
        TellLoop();
    }

    /// <summary>Leaves the other tabs; one of them leads from now on. The loop is stopped by whoever owns it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stop.IsCancellationRequested)
            return;
        await stop.CancelAsync().ConfigureAwait(false);
        try
        {
            await module!.InvokeVoidAsync("part", tab).ConfigureAwait(false);
            await module!.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException)
        {
            // The page is going.
        }

        self?.Dispose();
        stop.Dispose();
    }

    private void TellLoop() => loop.NotifyOnline(hasNetwork && (IsLeader || leaderReaches));

    /// <summary>Only the leader knows whether the server is reached; the others show it too.</summary>
    private async Task TellWhetherReachedAsync()
    {
        try
        {
            bool told = true;
            await foreach (SyncStatus status in client.WatchStatusAsync(stop.Token).ConfigureAwait(false))
            {
                bool reached = status.LastFailure is not SyncTransportException { Failure: TransportFailure.Unreachable or TransportFailure.NotTheServer };
                if (!IsLeader || reached == told)
                    continue;
                told = reached;
                await module!.InvokeVoidAsync("tell", stop.Token, tab, reached).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // This tab has left.
        }
    }
}
