using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.Transport;

namespace Athens.Sync;

/// <summary>
/// The engines of everyone who signs in on a device, each over a store of its own. What a user has not sent stays when another signs
/// in, goes to no server under the other's name, and is there when he is back. Safe to call from many threads.
/// </summary>
public sealed class SyncAccounts : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private readonly Dictionary<string, SyncClient> open = new(StringComparer.Ordinal);
    private readonly SyncModel model;
    private readonly IDeviceStores stores;
    private readonly Func<SyncUser, ISyncTransport> transport;
    private readonly TimeProvider time;
    private readonly SyncIds ids;
    private readonly SyncClientOptions options;

    /// <summary>Makes engines over the stores of a device.</summary>
    /// <param name="model">The entity types.</param>
    /// <param name="stores">The stores.</param>
    /// <param name="transport">Makes the transport of a user: what it sends, it sends with his credentials.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ids">Where ids come from.</param>
    /// <param name="options">How each engine behaves.</param>
    public SyncAccounts(SyncModel model, IDeviceStores stores, Func<SyncUser, ISyncTransport> transport, TimeProvider time, SyncIds ids, SyncClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(stores);
        ArgumentNullException.ThrowIfNull(transport);
        this.model = model;
        this.stores = stores;
        this.transport = transport;
        this.time = time;
        this.ids = ids;
        this.options = options ?? new SyncClientOptions();
    }

    /// <summary>Signs a user in: his engine, over his own store. The same object until <see cref="CloseAsync"/>.</summary>
    /// <exception cref="StoreException">The store failed, or is another user's.</exception>
    public Task<SyncClient> OpenAsync(SyncUser user, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        return InTurnAsync(() => OpenAsync(user.Checked(), user.StoreName, cancellationToken), cancellationToken);
    }

    /// <summary>Signs a user out: his engine is disposed of, and all that he has not sent is kept.</summary>
    public Task CloseAsync(SyncUser user, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        return InTurnAsync(async () =>
        {
            if (open.Remove(user.StoreName, out SyncClient? client))
                await client.DisposeAsync().ConfigureAwait(false);
            return true;
        }, cancellationToken);
    }

    /// <summary>Tells who has work on this device that the server does not have. Opens every store that is closed, and closes it again.</summary>
    /// <exception cref="StoreException">A store failed.</exception>
    public Task<IReadOnlyList<UnsentWork>> FindUnsentAsync(CancellationToken cancellationToken = default) => InTurnAsync(async () =>
    {
        var found = new List<UnsentWork>();
        foreach (string name in await stores.ListAsync(cancellationToken).ConfigureAwait(false))
            found.Add(await LookAsync(name, cancellationToken).ConfigureAwait(false));
        return (IReadOnlyList<UnsentWork>)[.. found.Where(work => work.Count > 0)];
    }, cancellationToken);

    /// <summary>Deletes the store of a user who is signed out.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="losesUnsentWork">True to delete it although it holds what no server has: that is then lost.</param>
    /// <param name="cancellationToken">Ends the work before anything is deleted.</param>
    /// <exception cref="UnsentWorkException">It holds what no server has; nothing was deleted.</exception>
    /// <exception cref="InvalidOperationException">The user is signed in: <see cref="CloseAsync"/> first.</exception>
    public Task DeleteStoreAsync(SyncUser user, bool losesUnsentWork = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        return InTurnAsync(async () =>
        {
            string name = user.StoreName;
            if (open.ContainsKey(name))
                throw new InvalidOperationException("The user is signed in: sign him out before his store is deleted.");
            if (!(await stores.ListAsync(cancellationToken).ConfigureAwait(false)).Contains(name))
                return false;
            if (!losesUnsentWork && await LookAsync(name, cancellationToken).ConfigureAwait(false) is { Count: > 0 } work)
                throw new UnsentWorkException(work.Count);
            await stores.DeleteAsync(name, cancellationToken).ConfigureAwait(false);
            return true;
        }, cancellationToken);
    }

    /// <summary>Signs everyone out.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (SyncClient client in open.Values)
            await client.DisposeAsync().ConfigureAwait(false);
        open.Clear();
        gate.Dispose();
    }

    private async Task<SyncClient> OpenAsync(SyncUser user, string name, CancellationToken cancellationToken)
    {
        if (open.TryGetValue(name, out SyncClient? client))
            return client;
        IDeviceStore store = await stores.OpenAsync(name, cancellationToken).ConfigureAwait(false);
        try
        {
            client = new SyncClient(model, store, transport(user), time, ids, options with { User = user });
            await client.ReadStateAsync(cancellationToken).ConfigureAwait(false);
            return open[name] = client;
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<UnsentWork> LookAsync(string name, CancellationToken cancellationToken)
    {
        if (open.TryGetValue(name, out SyncClient? client))
            return UnsentWork.Of(name, await client.ReadStateAsync(cancellationToken).ConfigureAwait(false));
        IDeviceStore store = await stores.OpenAsync(name, cancellationToken).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
            return UnsentWork.Of(name, (await store.LoadAsync(new DeviceQuery(), cancellationToken).ConfigureAwait(false)).State);
    }

    private async Task<T> InTurnAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }
}
