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
}
