using Athens.Sync.Device;

namespace Athens.Sync.Live;

/// <summary>Waits until a change has its verdict, or an entity has nothing left that waits for one.</summary>
internal static class VerdictBarrier
{
    /// <returns>The item with its verdict; null when the outbox does not hold it any more.</returns>
    public static async Task<OutboxItem?> WaitAsync(DeviceCommands commands, SavedChange change, CancellationToken cancellationToken)
    {
        using var watcher = new DeviceWatcher<EntityId>(commands.Observers, told =>
            told.Positions.Contains(change.Position) || told.Entities.Contains(change.Entity) ? [change.Entity] : []);
        while (true)
        {
            watcher.Take();
            OutboxItem? item = await FindAsync(commands.Store, change, cancellationToken).ConfigureAwait(false);
            if (item is not { Status: OutboxStatus.Pending or OutboxStatus.Syncing })
                return item;
            await ChangeAsync(watcher, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns>How the entity stands, which is not pending.</returns>
    public static async Task<EntitySyncState> WaitAsync(DeviceCommands commands, EntityId entity, CancellationToken cancellationToken)
    {
        EntityId known = entity;
        using var watcher = new DeviceWatcher<EntityId>(commands.Observers, told => told.Entities.Contains(entity) || told.Entities.Contains(known) ? [entity] : []);
        while (true)
        {
            watcher.Take();
            ReplicaEntity? replica = await AliasLook.FindAsync(commands.Store, entity, cancellationToken).ConfigureAwait(false);
            known = replica?.Id ?? entity;
            EntitySyncState state = replica?.SyncState ?? EntitySyncState.Synced;
            if (state is not EntitySyncState.Pending)
                return state;
            await ChangeAsync(watcher, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Looks where the change was put, and where that is taken by the change that resolved it, among all of its entity.</summary>
    private static async Task<OutboxItem?> FindAsync(IDeviceStore store, SavedChange change, CancellationToken cancellationToken)
    {
        DeviceView view = await store.LoadAsync(new DeviceQuery { Positions = [change.Position] }, cancellationToken).ConfigureAwait(false);
        if (view.Items.FirstOrDefault(IsIt) is { } item)
            return item;
        ReplicaEntity? replica = await AliasLook.FindAsync(store, change.Entity, cancellationToken).ConfigureAwait(false);
        var filter = new OutboxFilter { Type = change.Entity.Type, Key = replica?.Key ?? change.Entity.Key };
        return await store.ReadOutboxAsync(filter, cancellationToken).FirstOrDefaultAsync(IsIt, cancellationToken).ConfigureAwait(false);

        bool IsIt(OutboxItem candidate) => candidate.Change.OfflineId == change.OfflineId;
    }

    private static async Task ChangeAsync(DeviceWatcher<EntityId> watcher, CancellationToken cancellationToken)
    {
        if (!await watcher.WaitAsync(cancellationToken).ConfigureAwait(false))
            throw new StoreException(StoreFailure.Closed, "The engine was closed before the change had its verdict.");
    }
}
