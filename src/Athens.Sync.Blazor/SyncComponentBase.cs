using Microsoft.AspNetCore.Components;

namespace Athens.Sync.Blazor;

/// <summary>A component that follows an engine for as long as it is shown, and another one when it is given another.</summary>
/// <typeparam name="TNews">What it is told of.</typeparam>
public abstract class SyncComponentBase<TNews> : ComponentBase, IDisposable
{
    private CancellationTokenSource? watch;
    private SyncClient? watched;

    /// <summary>The engine.</summary>
    [Parameter, EditorRequired]
    public SyncClient Client { get; set; } = null!;

    /// <summary>Ends when the component is gone, or follows another engine.</summary>
    protected CancellationToken Stop => watch?.Token ?? new CancellationToken(canceled: true);

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (ReferenceEquals(watched, Client))
            return;
        watched = Client;
        End();
        watch = new CancellationTokenSource();
        _ = WatchAsync(Client, watch.Token);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        End();
        GC.SuppressFinalize(this);
    }

    /// <summary>What the component is told of.</summary>
    protected abstract IAsyncEnumerable<TNews> Watch(SyncClient client, CancellationToken stop);

    /// <summary>Takes in what it was told; it is drawn anew after.</summary>
    protected abstract ValueTask TakeAsync(SyncClient client, TNews news);

    /// <summary>What the store fails with is the app's to show: its error boundary gets it.</summary>
    private async Task WatchAsync(SyncClient client, CancellationToken stop)
    {
        try
        {
            await foreach (TNews news in Watch(client, stop))
            {
                await TakeAsync(client, news);
                await InvokeAsync(StateHasChanged);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The component is gone, or follows another engine.
        }
        catch (SyncException e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    private void End()
    {
        watch?.Cancel();
        watch?.Dispose();
        watch = null;
    }
}
