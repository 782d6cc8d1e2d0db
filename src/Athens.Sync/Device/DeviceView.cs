namespace Athens.Sync.Device;

/// <summary>One consistent look into the store: what a query asked for, and the device's own record.</summary>
public sealed record DeviceView
{
    /// <summary>The device's own record, with the revision of this look.</summary>
    public required DeviceState State { get; init; }

    /// <summary>The replicas asked for that exist.</summary>
    public IReadOnlyDictionary<EntityId, ReplicaEntity> Replicas { get; init; } = new Dictionary<EntityId, ReplicaEntity>();

    /// <summary>The items asked for, each once, in order of position.</summary>
    public IReadOnlyList<OutboxItem> Items { get; init; } = [];

    /// <summary>This look and another at the same state, as one.</summary>
    internal DeviceView With(DeviceView other)
    {
        var replicas = new Dictionary<EntityId, ReplicaEntity>(Replicas);
        foreach ((EntityId id, ReplicaEntity replica) in other.Replicas)
            replicas[id] = replica;
        return other with { Replicas = replicas, Items = [.. Items.UnionBy(other.Items, item => item.Position).OrderBy(item => item.Position)] };
    }
}
