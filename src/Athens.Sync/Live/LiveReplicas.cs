using Athens.Sync.Device;
using Athens.Sync.Modeling;

namespace Athens.Sync.Live;

/// <summary>
/// Follows the replicas of one type that the user sees, in ordinal order of keys. After the first look it reads only what changed;
/// what changed several times meanwhile is one step.
/// </summary>
internal sealed class LiveReplicas : IDisposable
{
    private readonly DeviceCommands commands;
    private readonly EntityModel entity;
    private readonly DeviceWatcher<string> watcher;
    private List<ReplicaEntity> rows = [];
    private bool isLoaded;

    public LiveReplicas(DeviceCommands commands, EntityModel entity)
    {
        this.commands = commands;
        this.entity = entity;
        watcher = new DeviceWatcher<string>(commands.Observers, change => change.Entities.Where(id => id.Type == entity.Type).Select(id => id.Key));
    }

    /// <summary>The steps to the present state: at once the first time, and then as soon as there are any.</summary>
    /// <returns>Null when the engine was closed.</returns>
    public async Task<IReadOnlyList<RowChange>?> NextAsync(CancellationToken cancellationToken)
    {
        if (!isLoaded)
        {
            isLoaded = true;
            return await ReloadAsync(cancellationToken).ConfigureAwait(false);
        }
        while (await watcher.WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            IReadOnlyList<RowChange> changes = watcher.Take() is { } keys
                ? await RefreshAsync(keys, cancellationToken).ConfigureAwait(false)
                : await ReloadAsync(cancellationToken).ConfigureAwait(false);
            if (changes.Count > 0)
                return changes;
        }
        return null;
    }

    public void Dispose() => watcher.Dispose();

    private async Task<IReadOnlyList<RowChange>> RefreshAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        EntityId[] ids = [.. keys.Select(key => new EntityId(entity.Type, key)).Order()];
        DeviceView view = await commands.Store.LoadAsync(new DeviceQuery { Entities = ids }, cancellationToken).ConfigureAwait(false);
        var changes = new List<RowChange>();
        foreach (EntityId id in ids)
        {
            if (Step(id.Key, view.Replicas.GetValueOrDefault(id)) is { } change)
                changes.Add(change);
        }
        return changes;
    }

    /// <summary>Takes one replica into the rows.</summary>
    private RowChange? Step(string key, ReplicaEntity? replica)
    {
        int found = IndexOf(key);
        if (replica is not null && IsShown(replica))
        {
            if (found < 0)
            {
                rows.Insert(~found, replica);
                return new RowChange(RowChangeKind.Insert, ~found, replica);
            }
            if (ReplicaChange.IsNone(entity, rows[found], replica))
                return null;
            rows[found] = replica;
            return new RowChange(RowChangeKind.Replace, found, replica);
        }
        if (found < 0)
            return null;
        ReplicaEntity gone = rows[found];
        rows.RemoveAt(found);
        return new RowChange(RowChangeKind.Remove, found, gone);
    }

    /// <summary>What this version of the app cannot hold is not in lists.</summary>
    private bool IsShown(ReplicaEntity replica) => replica.IsVisible && entity.TryMaterialize(replica.Key, replica.Local!, out _) is not null;

    private async Task<IReadOnlyList<RowChange>> ReloadAsync(CancellationToken cancellationToken)
    {
        watcher.Take();
        List<ReplicaEntity> now = await commands.Store.ReadReplicasAsync(new ReplicaFilter { Type = entity.Type }, cancellationToken).Where(IsShown).ToListAsync(cancellationToken).ConfigureAwait(false);
        List<RowChange> changes = Difference(rows, now);
        rows = now;
        return changes;
    }

    /// <summary>Walks both lists, which are in the same order, side by side.</summary>
    private List<RowChange> Difference(List<ReplicaEntity> before, List<ReplicaEntity> now)
    {
        var changes = new List<RowChange>();
        int old = 0;
        for (int index = 0; index < now.Count; index++)
        {
            while (old < before.Count && string.CompareOrdinal(before[old].Key, now[index].Key) < 0)
                changes.Add(new RowChange(RowChangeKind.Remove, index, before[old++]));
            if (old == before.Count || before[old].Key != now[index].Key)
                changes.Add(new RowChange(RowChangeKind.Insert, index, now[index]));
            else if (!ReplicaChange.IsNone(entity, before[old++], now[index]))
                changes.Add(new RowChange(RowChangeKind.Replace, index, now[index]));
        }
        while (old < before.Count)
            changes.Add(new RowChange(RowChangeKind.Remove, now.Count, before[old++]));
        return changes;
    }

    /// <summary>Where the key is; the complement of where it belongs when it is not here.</summary>
    private int IndexOf(string key)
    {
        int low = 0;
        int high = rows.Count - 1;
        while (low <= high)
        {
            int middle = low + ((high - low) / 2);
            int order = string.CompareOrdinal(rows[middle].Key, key);
            if (order == 0)
                return middle;
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }
        return ~low;
    }
}
