namespace Athens.Sync;

/// <summary>Names the queued change that carries what was saved, so that one can wait for its verdict. May be kept and used after a restart.</summary>
public sealed record SavedChange
{
    /// <summary>The entity that was saved.</summary>
    public required EntityId Entity { get; init; }

    /// <summary>The change's idempotency key. Edits that were joined before they were sent share one.</summary>
    public required string OfflineId { get; init; }

    /// <summary>The change's place in the outbox.</summary>
    public required long Position { get; init; }
}
