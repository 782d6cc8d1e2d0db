using System.Runtime.CompilerServices;
using Athens.Sync.Device;
using Athens.Sync.Replica;

namespace Athens.Sync.Client;

/// <summary>
/// Stands between an engine and its store until it is known whose the store is, and in which schema: one that is new becomes the
/// user's, one that is another's is neither read nor written, and one of an older schema is carried over first.
/// </summary>
internal sealed class GuardedDeviceStore(IDeviceStore store, SyncModel model, SyncUser? user) : IDeviceStore
{
    private volatile bool isReady;

    public async Task<DeviceView> LoadAsync(DeviceQuery query, CancellationToken cancellationToken = default)
    {
        if (!isReady)
            await PrepareAsync(cancellationToken).ConfigureAwait(false);
        return await store.LoadAsync(query, cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> CommitAsync(DeviceCommit commit, CancellationToken cancellationToken = default)
    {
        if (!isReady)
            await PrepareAsync(cancellationToken).ConfigureAwait(false);
        return await store.CommitAsync(commit with { State = Named(commit.State) }, cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<ReplicaEntity> ReadReplicasAsync(ReplicaFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (!isReady)
            await PrepareAsync(cancellationToken).ConfigureAwait(false);
        await foreach (ReplicaEntity replica in store.ReadReplicasAsync(filter, cancellationToken).ConfigureAwait(false))
            yield return replica;
    }

    public async IAsyncEnumerable<OutboxItem> ReadOutboxAsync(OutboxFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (!isReady)
            await PrepareAsync(cancellationToken).ConfigureAwait(false);
        await foreach (OutboxItem item in store.ReadOutboxAsync(filter, cancellationToken).ConfigureAwait(false))
            yield return item;
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    /// <exception cref="StoreException">The store is another user's, or of a newer schema than the app knows.</exception>
    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        while (!isReady)
        {
            DeviceState state = (await store.LoadAsync(new DeviceQuery(), cancellationToken).ConfigureAwait(false)).State;
            if (user is not null && state.Owner is { } owner && owner != user)
                throw new StoreException(StoreFailure.OtherUser, "The store belongs to another user of this device. What is in it was left as it is.");
            if (state.SchemaVersion > model.SchemaVersion)
                throw new StoreException(StoreFailure.NewerSchema, $"The store was written by a newer version of the app, with schema {state.SchemaVersion}; this one knows schema {model.SchemaVersion}. What is in it was left as it is.");
            bool isOlder = state.Revision > 0 && SchemaUpgrade.VersionOf(state) < model.SchemaVersion;
            isReady = !isOlder || await UpgradeAsync(state, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What every commit says of the store.</summary>
    private DeviceState Named(DeviceState state) => state with { Owner = state.Owner ?? user, SchemaVersion = model.SchemaVersion };

    /// <returns>False when something else was written meanwhile.</returns>
    private async Task<bool> UpgradeAsync(DeviceState state, CancellationToken cancellationToken)
    {
        var draft = new DeviceDraft(await ReadAllAsync(state, cancellationToken).ConfigureAwait(false));
        SchemaUpgrade.Apply(draft, model);
        draft.State = Named(draft.State);
        return await store.CommitAsync(draft.ToCommit(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Read piece by piece; the commit is refused when anything was written since the state was.</summary>
    private async Task<DeviceView> ReadAllAsync(DeviceState state, CancellationToken cancellationToken)
    {
        var replicas = new Dictionary<EntityId, ReplicaEntity>();
        foreach (string type in model.Entities.Select(entity => entity.Type))
        {
            await foreach (ReplicaEntity replica in store.ReadReplicasAsync(new ReplicaFilter { Type = type, IncludesHidden = true }, cancellationToken).ConfigureAwait(false))
                replicas[replica.Id] = replica;
        }
        List<OutboxItem> items = await store.ReadOutboxAsync(new OutboxFilter(), cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        return new DeviceView { State = state, Replicas = replicas, Items = items };
    }
}
