namespace Athens.Sync.Outbox;

/// <summary>What a user did to one entity, before it is a change. Immutable.</summary>
public sealed record Edit
{
    /// <summary>The entity.</summary>
    public required EntityId Id { get; init; }

    /// <summary>The entity's fields as the user left them; empty where <see cref="IsDeleted"/>.</summary>
    public required FieldValues Now { get; init; }

    /// <summary>True when the user deleted the entity.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>The fields as the user was shown them; null when that is not known, and the present local state is meant.</summary>
    public FieldValues? Seen { get; init; }

    /// <summary>The server's version that the user was shown; null when that is not known, and the replica's present one is meant.</summary>
    public long? SeenVersion { get; init; }

    /// <summary>When it was done, by the device's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>An id for the change that comes of it.</summary>
    public required string OfflineId { get; init; }

    /// <summary>The W3C trace context in which it was done, if any.</summary>
    public string? Traceparent { get; init; }
}
