namespace Athens.Sync.Server;

/// <summary>What was decided of one change: a verdict that ends it, or what the entity becomes if the app's rules agree.</summary>
internal sealed record Decision
{
    /// <summary>The verdict, when the change is not taken in.</summary>
    public Outcome? Refusal { get; private init; }

    /// <summary>What the entity becomes, its version not yet counted on.</summary>
    public ServerEntity? After { get; private init; }

    /// <summary>How the change is taken in.</summary>
    public AppliedStatus Status { get; private init; }

    /// <summary>The values that a merge rule dropped.</summary>
    public IReadOnlyList<MergeReceipt> Receipts { get; private init; } = [];

    public static Decision Refuse(Outcome verdict) => new() { Refusal = verdict };

    public static Decision Take(ServerEntity after, AppliedStatus status = AppliedStatus.Applied, IReadOnlyList<MergeReceipt>? receipts = null) =>
        new() { After = after, Status = status, Receipts = receipts ?? [] };
}
