namespace Athens.Sync.Device;

/// <summary>A command's writes while it decides: a look, with what was changed so far over it.</summary>
internal sealed class DeviceDraft
{
    private readonly IReadOnlyDictionary<EntityId, ReplicaEntity> seen;
    private readonly Dictionary<EntityId, ReplicaEntity?> changedReplicas = [];
    private readonly DraftItems items = new();
    private readonly HashSet<long> changedItems = [];
    private readonly HashSet<long> removedItems = [];
    private readonly int[] counted = new int[Enum.GetValues<OutboxStatus>().Length];

    public DeviceDraft(DeviceView view)
    {
        State = view.State;
        seen = view.Replicas;
        foreach (OutboxItem item in view.Items)
            items.Put(item);
    }

    /// <summary>The device's record. What changed of the counts is in it once it is committed.</summary>
    public DeviceState State { get; set; }

    /// <summary>Every item, in order.</summary>
    public IEnumerable<OutboxItem> Items => items.All;

    public IEnumerable<ReplicaEntity> Replicas => seen.Values.Where(replica => !changedReplicas.ContainsKey(replica.Id)).Concat(changedReplicas.Values.OfType<ReplicaEntity>());

    public bool IsChanged { get; private set; }

    public ReplicaEntity? Replica(EntityId id) => changedReplicas.TryGetValue(id, out ReplicaEntity? changed) ? changed : seen.GetValueOrDefault(id);

    public OutboxItem? Item(long position) => items.Find(position);

    /// <summary>The entity's items that the look holds, in order, as they are now.</summary>
    public IReadOnlyList<OutboxItem> ItemsOf(EntityId id) => items.Of(id);

    public void Put(ReplicaEntity replica) => Set(replica.Id, replica);

    public void Remove(EntityId id) => Set(id, null);

    /// <summary>Inserts or replaces an item, and keeps the counts.</summary>
    public void Put(OutboxItem item)
    {
        if (items.Put(item) is { } before)
            counted[(int)before.Status]--;
        counted[(int)item.Status]++;
        changedItems.Add(item.Position);
        removedItems.Remove(item.Position);
        IsChanged = true;
    }

    public void Remove(OutboxItem item)
    {
        counted[(int)item.Status]--;
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
        State = State with { Revision = State.Revision + 1, Counts = State.Counts.Add(counted) },
        PutReplicas = [.. changedReplicas.Values.OfType<ReplicaEntity>()],
        DeleteReplicas = [.. changedReplicas.Where(changed => changed.Value is null).Select(changed => changed.Key)],
        PutItems = [.. changedItems.Select(position => items.Find(position)!)],
        DeleteItems = [.. removedItems],
    };

    /// <summary>What a look at some entities gives once this is committed, and nothing else is.</summary>
    public DeviceView After(IEnumerable<EntityId> entities)
    {
        EntityId[] ids = [.. entities];
        return new DeviceView
        {
            State = State with { Revision = State.Revision + (IsChanged ? 1 : 0), Counts = State.Counts.Add(counted) },
            Replicas = ids.Select(Replica).OfType<ReplicaEntity>().ToDictionary(replica => replica.Id),
            Items = [.. ids.SelectMany(ItemsOf).Where(item => item.IsOpen).OrderBy(item => item.Position)],
        };
    }

    private void Set(EntityId id, ReplicaEntity? replica)
    {
        changedReplicas[id] = replica;
        IsChanged = true;
    }
}
