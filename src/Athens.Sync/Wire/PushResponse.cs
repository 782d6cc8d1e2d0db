namespace Athens.Sync.Wire;

/// <summary>The verdicts on a batch: exactly one for each change.</summary>
public sealed record PushResponse
{
    /// <summary>The changes taken in.</summary>
    public IReadOnlyList<AppliedChange> Applied { get; init; } = [];

    /// <summary>The changes that need a decision.</summary>
    public IReadOnlyList<ConflictedChange> Conflicts { get; init; } = [];

    /// <summary>The changes refused.</summary>
    public IReadOnlyList<RejectedChange> Rejected { get; init; } = [];

    /// <summary>The counts.</summary>
    public required PushSummary Summary { get; init; }

    /// <summary>The server's history, for the device to keep.</summary>
    public string? Epoch { get; init; }

    /// <summary>Up to which number the server has the device's acknowledgement; null for a device that sends no numbers.</summary>
    public long? Acknowledged { get; init; }

    /// <summary>The blocks of values that the device asked for and now holds; null when it asked for none.</summary>
    public IReadOnlyList<ReservedBlock>? Reserved { get; init; }

    /// <summary>Sorts verdicts into a response.</summary>
    public static PushResponse Of(IReadOnlyCollection<Outcome> outcomes, string? epoch)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        AppliedChange[] applied = [.. outcomes.OfType<AppliedChange>()];
        ConflictedChange[] conflicts = [.. outcomes.OfType<ConflictedChange>()];
        RejectedChange[] rejected = [.. outcomes.OfType<RejectedChange>()];
        return new PushResponse
        {
            Applied = applied,
            Conflicts = conflicts,
            Rejected = rejected,
            Summary = new PushSummary(outcomes.Count, applied.Length, conflicts.Length, rejected.Length),
            Epoch = epoch,
        };
    }
}
