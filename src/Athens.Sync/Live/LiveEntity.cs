using System.Runtime.CompilerServices;
using Athens.Sync.Device;
using Athens.Sync.Modeling;

namespace Athens.Sync.Live;

/// <summary>Follows one replica: as it is, and each time that it is otherwise. Null as long as the user sees none.</summary>
internal static class LiveEntity
{
    public static async IAsyncEnumerable<ReplicaEntity?> WatchAsync(DeviceCommands commands, EntityModel entity, EntityId id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watcher = new DeviceWatcher<EntityId>(commands.Observers, change => change.Entities.Contains(id) ? [id] : []);
        ReplicaEntity? shown = null;
        bool isFirst = true;
        do
        {
            watcher.Take();
            DeviceView view = await commands.Store.LoadAsync(new DeviceQuery { Entities = [id] }, cancellationToken).ConfigureAwait(false);
            ReplicaEntity? now = view.Replicas.GetValueOrDefault(id) is { IsVisible: true } visible ? visible : null;
            if (isFirst || !ReplicaChange.IsNone(entity, shown, now))
                yield return now;
            (shown, isFirst) = (now, false);
        }
        while (await watcher.WaitAsync(cancellationToken).ConfigureAwait(false));
    }
}
