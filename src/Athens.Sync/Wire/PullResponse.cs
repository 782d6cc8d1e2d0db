namespace Athens.Sync.Wire;

/// <summary>A page of the feed: the latest state of each entity that changed, in sequence order.</summary>
public sealed record PullResponse
{
    /// <summary>The scope that the page is of.</summary>
    public required string Scope { get; init; }

    /// <summary>The server's history.</summary>
    public required string Epoch { get; init; }

    /// <summary>The entities.</summary>
    public IReadOnlyList<PulledEntity> Changes { get; init; } = [];

    /// <summary>Where this page ends; goes into the next request.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>True when more is waiting: the replica is a consistent cut only once this is false.</summary>
    public required bool HasMore { get; init; }

    /// <summary>The server's clock when the page was read.</summary>
    public DateTimeOffset? ServerTime { get; init; }
}
