namespace Athens.Sync.Outbox;

/// <summary>What a user did to one entity, before it is a change.</summary>
internal sealed record Edit
{
    public required EntityId Id { get; init; }

    /// <summary>The entity's fields as the user left them.</summary>
    public required FieldValues Now { get; init; }

    /// <summary>The fields as the user was shown them; null when that is not known, and the present local state is meant.</summary>
    public FieldValues? Seen { get; init; }

    /// <summary>The server's version that the user was shown.</summary>
    public long? SeenVersion { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>An id for the change that comes of it.</summary>
    public required string OfflineId { get; init; }

    public string? Traceparent { get; init; }
}
