namespace Athens.Sync.Device;

/// <summary>Everything that one command writes: it becomes durable as a whole, or not at all.</summary>
public sealed record DeviceCommit
{
    /// <summary>The device's new record. It takes the place of the one whose revision is one less; else the commit is refused.</summary>
    public required DeviceState State { get; init; }

    /// <summary>Replicas to insert or replace.</summary>
    public IReadOnlyCollection<ReplicaEntity> PutReplicas { get; init; } = [];

    /// <summary>Replicas to remove; one that is not there is passed over.</summary>
    public IReadOnlyCollection<EntityId> DeleteReplicas { get; init; } = [];

    /// <summary>Outbox items to insert or replace, by position.</summary>
    public IReadOnlyCollection<OutboxItem> PutItems { get; init; } = [];

    /// <summary>Positions of outbox items to remove; one that is not there is passed over.</summary>
    public IReadOnlyCollection<long> DeleteItems { get; init; } = [];
}
