using System.Runtime.CompilerServices;
using Athens.Sync.Device;

namespace Athens.Sync.Client;

/// <summary>Holds a store to one user: one that is new becomes his, and one that is another's is neither read nor written.</summary>
internal sealed class OwnedDeviceStore(IDeviceStore store, SyncUser user) : IDeviceStore
{
    private volatile bool isChecked;

    public async Task<DeviceView> LoadAsync(DeviceQuery query, CancellationToken cancellationToken = default)
    {
        await CheckAsync(cancellationToken).ConfigureAwait(false);
        return await store.LoadAsync(query, cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> CommitAsync(DeviceCommit commit, CancellationToken cancellationToken = default)
    {
        await CheckAsync(cancellationToken).ConfigureAwait(false);
        return await store.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<ReplicaEntity> ReadReplicasAsync(string type, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await CheckAsync(cancellationToken).ConfigureAwait(false);
        await foreach (ReplicaEntity replica in store.ReadReplicasAsync(type, cancellationToken).ConfigureAwait(false))
            yield return replica;
    }

    public async IAsyncEnumerable<OutboxItem> ReadOutboxAsync(OutboxFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await CheckAsync(cancellationToken).ConfigureAwait(false);
        await foreach (OutboxItem item in store.ReadOutboxAsync(filter, cancellationToken).ConfigureAwait(false))
            yield return item;
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    /// <exception cref="StoreException">The store is another user's; the message does not tell whose.</exception>
    private async ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        while (!isChecked)
        {
            DeviceState state = (await store.LoadAsync(new DeviceQuery(), cancellationToken).ConfigureAwait(false)).State;
            if (state.Owner is { } owner && owner != user)
                throw new StoreException(StoreFailure.OtherUser, "The store belongs to another user of this device. What is in it was left as it is.");
            isChecked = state.Owner is not null
                || await store.CommitAsync(new DeviceCommit { State = state with { Revision = state.Revision + 1, Owner = user } }, cancellationToken).ConfigureAwait(false);
        }
    }
}
