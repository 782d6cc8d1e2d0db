using System.Runtime.CompilerServices;
using Athens.Sync.Device;
using Athens.Sync.Modeling;

namespace Athens.Sync.Live;

/// <summary>Follows one replica: as it is, and each time that it is otherwise. Null as long as the user sees none.</summary>
internal static class LiveEntity
{
    public static async IAsyncEnumerable<ReplicaEntity?> WatchAsync(DeviceCommands commands, EntityModel entity, EntityId id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        EntityId known = id;
        using var watcher = new DeviceWatcher<EntityId>(commands.Observers, change => change.Entities.Contains(id) || change.Entities.Contains(known) ? [id] : []);
        ReplicaEntity? shown = null;
        bool isFirst = true;
        do
        {
            watcher.Take();
            ReplicaEntity? replica = await AliasLook.FindAsync(commands.Store, id, cancellationToken).ConfigureAwait(false);
            known = replica?.Id ?? id;
            ReplicaEntity? now = replica is { IsVisible: true } ? replica : null;
            if (isFirst || !ReplicaChange.IsNone(entity, shown, now))
                yield return now;
            (shown, isFirst) = (now, false);
        }
        while (await watcher.WaitAsync(cancellationToken).ConfigureAwait(false));
    }
}
