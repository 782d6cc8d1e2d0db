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

    public Task<DeviceView> LoadAsync(DeviceQuery query, CancellationToken cancellationToken = default) =>
        isReady ? store.LoadAsync(query, cancellationToken) : PrepareAndLoadAsync(query, cancellationToken);

    public Task<bool> CommitAsync(DeviceCommit commit, CancellationToken cancellationToken = default) =>
        isReady ? store.CommitAsync(Named(commit), cancellationToken) : PrepareAndCommitAsync(commit, cancellationToken);

    public IAsyncEnumerable<ReplicaEntity> ReadReplicasAsync(ReplicaFilter filter, CancellationToken cancellationToken = default) =>
        isReady ? store.ReadReplicasAsync(filter, cancellationToken) : PrepareAndReadAsync(() => store.ReadReplicasAsync(filter, cancellationToken), cancellationToken);

    public IAsyncEnumerable<OutboxItem> ReadOutboxAsync(OutboxFilter filter, CancellationToken cancellationToken = default) =>
        isReady ? store.ReadOutboxAsync(filter, cancellationToken) : PrepareAndReadAsync(() => store.ReadOutboxAsync(filter, cancellationToken), cancellationToken);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private async Task<DeviceView> PrepareAndLoadAsync(DeviceQuery query, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        return await store.LoadAsync(query, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> PrepareAndCommitAsync(DeviceCommit commit, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        return await store.CommitAsync(Named(commit), cancellationToken).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<TRecord> PrepareAndReadAsync<TRecord>(Func<IAsyncEnumerable<TRecord>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        await foreach (TRecord record in read().WithCancellation(cancellationToken).ConfigureAwait(false))
            yield return record;
    }

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

    private DeviceCommit Named(DeviceCommit commit) => commit with { State = Named(commit.State) };

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
