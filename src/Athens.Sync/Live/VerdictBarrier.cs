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
        using var watcher = new DeviceWatcher<EntityId>(commands.Observers, told => told.Entities.Contains(entity) ? [entity] : []);
        while (true)
        {
            watcher.Take();
            DeviceView view = await commands.Store.LoadAsync(new DeviceQuery { Entities = [entity] }, cancellationToken).ConfigureAwait(false);
            EntitySyncState state = view.Replicas.GetValueOrDefault(entity)?.SyncState ?? EntitySyncState.Synced;
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
        var filter = new OutboxFilter { Type = change.Entity.Type, Key = change.Entity.Key };
        return await store.ReadOutboxAsync(filter, cancellationToken).FirstOrDefaultAsync(IsIt, cancellationToken).ConfigureAwait(false);

        bool IsIt(OutboxItem candidate) => candidate.Change.OfflineId == change.OfflineId;
    }

    private static async Task ChangeAsync(DeviceWatcher<EntityId> watcher, CancellationToken cancellationToken)
    {
        if (!await watcher.WaitAsync(cancellationToken).ConfigureAwait(false))
            throw new StoreException(StoreFailure.Closed, "The engine was closed before the change had its verdict.");
    }
}
