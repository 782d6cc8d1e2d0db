namespace Athens.Sync;

/// <summary>What the server said of one change. It is an <see cref="AppliedChange"/>, a <see cref="ConflictedChange"/> or a <see cref="RejectedChange"/>.</summary>
public abstract record Outcome
{
    private protected Outcome()
    {
    }

    /// <summary>The entity type's wire name, as the change gave it.</summary>
    public required string Entity { get; init; }

    /// <summary>The change's idempotency key.</summary>
    public required string OfflineId { get; init; }
}
