namespace Athens.Sync;

/// <summary>One intent of one device, as it travels: what it sets, on which version, and the values it replaced.</summary>
public sealed record Change
{
    /// <summary>The entity type's wire name.</summary>
    public required string Entity { get; init; }

    /// <summary>What the change does.</summary>
    public required ChangeOp Op { get; init; }

    /// <summary>The idempotency key, made on the device; 1 to 128 characters.</summary>
    public required string OfflineId { get; init; }

    /// <summary>The change's place in the device's generation: dense, from 1. Null from older clients.</summary>
    public long? Number { get; init; }

    /// <summary>The entity's key. Null only in a create or append that leaves the key to the server.</summary>
    public string? ServerId { get; init; }

    /// <summary>The version that the change was made on.</summary>
    public long? ClientVersion { get; init; }

    /// <summary>The fields that the change sets.</summary>
    public FieldValues Data { get; init; } = FieldValues.Empty;

    /// <summary>The values that <see cref="Data"/> replaced, and those that the change relies on. Null from older clients.</summary>
    public FieldValues? Base { get; init; }

    /// <summary>When the change was made, by the device's clock.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>The version of the app's schema that the change was made under; null means the push request's.</summary>
    public int? SchemaVersion { get; init; }

    /// <summary>The W3C trace context of the user's action, where there was one.</summary>
    public string? Traceparent { get; init; }

    /// <summary>The conflict that this change resolves, if it does.</summary>
    public ResolvedConflict? Resolves { get; init; }

    /// <summary>
    /// Entities of changes that stood just before this one in its push and could not be read; what builds on those has to
    /// wait. Never travels.
    /// </summary>
    internal IReadOnlyList<EntityId> Unreadable { get; init; } = [];

    /// <summary>True for a change that makes its entity.</summary>
    internal bool Makes => Op is ChangeOp.Create or ChangeOp.Append;
}
