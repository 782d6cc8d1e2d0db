using System.Runtime.CompilerServices;
using System.Text.Json;
using Athens.Sync.Device;
using Microsoft.JSInterop;

namespace Athens.Sync.IndexedDb;

/// <summary>A device's store in a database of the browser's, which every tab of the app may have open.</summary>
/// <remarks>
/// A commit is one transaction with strict durability: when it returns, the browser has flushed it. Of two tabs that commit on the same
/// revision, one is refused. Safe to call from several engines, in one tab and in many.
/// </remarks>
public sealed class IndexedDbDeviceStore : IDeviceStore
{
    private readonly DeviceStoreModule module;
    private readonly int connection;

    private IndexedDbDeviceStore(DeviceStoreModule module, int connection, string name)
    {
        this.module = module;
        this.connection = connection;
        Name = name;
    }

    /// <summary>The database's name in the browser.</summary>
    public string Name { get; }

    /// <summary>Opens a store, and makes it where there is none.</summary>
    /// <param name="js">The browser.</param>
    /// <param name="name">The database's name; one for each store of the page's origin.</param>
    /// <param name="options">How the store is treated.</param>
    /// <param name="cancellationToken">Ends the work before it begins.</param>
    /// <exception cref="StoreException">
    /// <see cref="StoreFailure.Unavailable"/>: the browser keeps no data for this page.
    /// <see cref="StoreFailure.NewerSchema"/>: a newer version of the app made the store; it was left as it is.
    /// <see cref="StoreFailure.Busy"/>: an older version of the app holds it open in another tab.
    /// </exception>
    public static Task<IndexedDbDeviceStore> OpenAsync(IJSRuntime js, string name, IndexedDbOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(js);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return OpenAsync(new DeviceStoreModule(js), name, options ?? new IndexedDbOptions(), cancellationToken);
    }

    internal static async Task<IndexedDbDeviceStore> OpenAsync(DeviceStoreModule module, string name, IndexedDbOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        JsonElement connection = await module.CallAsync("open", name, options.AsksToPersist).ConfigureAwait(false);
        return new IndexedDbDeviceStore(module, connection.GetInt32(), name);
    }

    /// <inheritdoc />
    public async Task<DeviceView> LoadAsync(DeviceQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellationToken.ThrowIfCancellationRequested();
        JsonElement view = await module.CallAsync("load", connection, StoreText.Of(query)).ConfigureAwait(false);
        return StoreText.View(view);
    }

    /// <inheritdoc />
    public async Task<bool> CommitAsync(DeviceCommit commit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commit);
        cancellationToken.ThrowIfCancellationRequested();
        JsonElement taken = await module.CallAsync("commit", connection, StoreText.Of(commit)).ConfigureAwait(false);
        return taken.GetBoolean();
    }

    /// <inheritdoc />
    public IAsyncEnumerable<ReplicaEntity> ReadReplicasAsync(ReplicaFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ReadAsync(StoreText.Of(filter), StoreText.Replica, cancellationToken);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<OutboxItem> ReadOutboxAsync(OutboxFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ReadAsync(StoreText.Of(filter), StoreText.Item, cancellationToken);
    }

    /// <summary>Closes this connection; other tabs keep theirs.</summary>
    public async ValueTask DisposeAsync() => await module.TellAsync("shut", connection).ConfigureAwait(false);

    private async IAsyncEnumerable<T> ReadAsync<T>(string filter, Func<JsonElement, T> make, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        JsonElement page = await module.CallAsync("read", connection, filter).ConfigureAwait(false);
        int reading = page.GetProperty("reading").GetInt32();
        try
        {
            while (true)
            {
                foreach (JsonElement row in page.GetProperty("rows").EnumerateArray())
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return make(row);
                }

                if (reading == 0)
                    yield break;
                page = await module.CallAsync("more", reading).ConfigureAwait(false);
                reading = page.GetProperty("reading").GetInt32();
            }
        }
        finally
        {
            if (reading != 0)
                await module.TellAsync("leave", reading).ConfigureAwait(false);
        }
    }
}
