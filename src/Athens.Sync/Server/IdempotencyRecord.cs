namespace Athens.Sync.Server;

/// <summary>What the server keeps of a change that it took in.</summary>
public sealed record IdempotencyRecord
{
    /// <summary>Which change.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>The SHA-256 of the change's content, in hex.</summary>
    public required string PayloadHash { get; init; }

    /// <summary>The first answer.</summary>
    public required AppliedChange Outcome { get; init; }

    /// <summary>The change's number within its generation; null from older clients.</summary>
    public long? Number { get; init; }

    /// <summary>The generation that the number belongs to.</summary>
    public string? Generation { get; init; }

    /// <summary>When the change was taken in, by the server's clock.</summary>
    public required DateTimeOffset RecordedAt { get; init; }
}
