namespace Athens.Sync.Device;

/// <summary>A command's writes while it decides: a look, with what was changed so far over it.</summary>
internal sealed class DeviceDraft
{
    private readonly Dictionary<EntityId, ReplicaEntity?> replicas;
    private readonly SortedDictionary<long, OutboxItem> items = [];
    private readonly HashSet<EntityId> changedReplicas = [];
    private readonly HashSet<long> changedItems = [];
    private readonly HashSet<long> removedItems = [];

    public DeviceDraft(DeviceView view)
    {
        State = view.State;
        replicas = view.Replicas.ToDictionary(r => r.Key, r => (ReplicaEntity?)r.Value);
        foreach (OutboxItem item in view.Items)
            items[item.Position] = item;
    }

    public DeviceState State { get; set; }

    public IEnumerable<OutboxItem> Items => items.Values;

    public IEnumerable<ReplicaEntity> Replicas => replicas.Values.OfType<ReplicaEntity>();

    public bool IsChanged { get; private set; }

    public ReplicaEntity? Replica(EntityId id) => replicas.GetValueOrDefault(id);

    public OutboxItem? Item(long position) => items.GetValueOrDefault(position);

    /// <summary>The entity's items that the look holds, in order.</summary>
    public IReadOnlyList<OutboxItem> ItemsOf(EntityId id) => [.. items.Values.Where(i => i.Entity == id)];

    public void Put(ReplicaEntity replica)
    {
        replicas[replica.Id] = replica;
        changedReplicas.Add(replica.Id);
        IsChanged = true;
    }

    public void Remove(EntityId id)
    {
        replicas[id] = null;
        changedReplicas.Add(id);
        IsChanged = true;
    }

    /// <summary>Inserts or replaces an item, and keeps the counts.</summary>
    public void Put(OutboxItem item)
    {
        if (items.TryGetValue(item.Position, out OutboxItem? before))
            Count(before.Status, -1);
        Count(item.Status, 1);
        items[item.Position] = item;
        changedItems.Add(item.Position);
        removedItems.Remove(item.Position);
        IsChanged = true;
    }

    public void Remove(OutboxItem item)
    {
        Count(item.Status, -1);
        items.Remove(item.Position);
        changedItems.Remove(item.Position);
        removedItems.Add(item.Position);
        IsChanged = true;
    }

    /// <summary>A position for a new item.</summary>
    public long NextPosition()
    {
        long position = State.NextPosition;
        State = State with { NextPosition = position + 1 };
        return position;
    }

    public DeviceCommit ToCommit() => new()
    {
        State = State with { Revision = State.Revision + 1 },
        PutReplicas = [.. changedReplicas.Select(id => replicas[id]).OfType<ReplicaEntity>()],
        DeleteReplicas = [.. changedReplicas.Where(id => replicas[id] is null)],
        PutItems = [.. changedItems.Select(position => items[position])],
        DeleteItems = [.. removedItems],
    };

    private void Count(OutboxStatus status, int difference) => State = State with { Counts = State.Counts.Add(status, difference) };
}
