namespace Athens.Sync.Server;

/// <summary>Asks a store for a page of a feed.</summary>
public sealed record FeedRequest
{
    /// <summary>The scope.</summary>
    public required string Scope { get; init; }

    /// <summary>The lane.</summary>
    public required string Lane { get; init; }

    /// <summary>Only entries above this sequence.</summary>
    public required long After { get; init; }

    /// <summary>Tombstones at or below this sequence are left out: a new replica never had what they delete.</summary>
    public long SkipTombstonesThrough { get; init; }

    /// <summary>The most entries.</summary>
    public required int Limit { get; init; }
}
