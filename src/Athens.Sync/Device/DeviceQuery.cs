namespace Athens.Sync.Device;

/// <summary>Says what a command needs to see of the store.</summary>
public sealed record DeviceQuery
{
    /// <summary>Entities: their replicas, and their items that still matter (<see cref="OutboxItem.IsOpen"/>).</summary>
    public IReadOnlyCollection<EntityId> Entities { get; init; } = [];

    /// <summary>How many of the first items in the order of sending (<see cref="OutboxItem.SendOrder"/>).</summary>
    public int Sendable { get; init; }

    /// <summary>Items by position.</summary>
    public IReadOnlyCollection<long> Positions { get; init; } = [];

    /// <summary>Items that wait for these entities.</summary>
    public IReadOnlyCollection<EntityId> BlockedBy { get; init; } = [];

    /// <summary>Positions of items that the caller has already: a store may leave them out. They count among the first in the order of sending all the same.</summary>
    public IReadOnlyCollection<long> Held { get; init; } = [];

    /// <summary>Replicas that wait for their parent (<see cref="ReplicaEntity.AwaitsParent"/>) are wanted.</summary>
    public bool AwaitingParent { get; init; }
}
