using System.Runtime.CompilerServices;
using Athens.Sync.Device;

namespace Athens.Sync.Client;

/// <summary>Opens a store when it is first needed: a container makes objects without waiting. A failed open is tried again.</summary>
internal sealed class DeferredDeviceStore(Func<CancellationToken, Task<IDeviceStore>> open) : IDeviceStore
{
    private readonly SemaphoreSlim gate = new(1);
    private IDeviceStore? store;

    public async Task<DeviceView> LoadAsync(DeviceQuery query, CancellationToken cancellationToken = default) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).LoadAsync(query, cancellationToken).ConfigureAwait(false);

    public async Task<bool> CommitAsync(DeviceCommit commit, CancellationToken cancellationToken = default) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).CommitAsync(commit, cancellationToken).ConfigureAwait(false);

    public async IAsyncEnumerable<ReplicaEntity> ReadReplicasAsync(ReplicaFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IDeviceStore opened = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await foreach (ReplicaEntity replica in opened.ReadReplicasAsync(filter, cancellationToken).ConfigureAwait(false))
            yield return replica;
    }

    public async IAsyncEnumerable<OutboxItem> ReadOutboxAsync(OutboxFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IDeviceStore opened = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await foreach (OutboxItem item in opened.ReadOutboxAsync(filter, cancellationToken).ConfigureAwait(false))
            yield return item;
    }

    public async ValueTask DisposeAsync()
    {
        if (store is not null)
            await store.DisposeAsync().ConfigureAwait(false);
        gate.Dispose();
    }

    private async ValueTask<IDeviceStore> OpenAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref store) is { } opened)
            return opened;
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return store ??= await open(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }
}
