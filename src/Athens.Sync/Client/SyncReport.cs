namespace Athens.Sync;

/// <summary>What one cycle of synchronization came to.</summary>
public sealed record SyncReport
{
    /// <summary>The changes that the server took in as they were.</summary>
    public required int Applied { get; init; }

    /// <summary>The changes that the server merged.</summary>
    public required int Merged { get; init; }

    /// <summary>The changes that now need a decision, or wait for one that does.</summary>
    public required int Conflicts { get; init; }

    /// <summary>The changes that the server refused.</summary>
    public required int Rejected { get; init; }

    /// <summary>The entities that came from the server.</summary>
    public required int Pulled { get; init; }

    /// <summary>True when the replica was pulled afresh.</summary>
    public bool Refreshed { get; init; }

    /// <summary>Why the cycle did not come to its end; null when it did. The outbox is as it was for all that got no verdict.</summary>
    public SyncException? Failure { get; init; }

    /// <summary>True when everything was sent and pulled.</summary>
    public bool IsComplete => Failure is null;
}
