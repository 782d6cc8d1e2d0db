namespace Athens.Sync;

/// <summary>How far a cycle has come.</summary>
public sealed record SyncProgress
{
    /// <summary>Which half is under way. A half may be told of again after the other, where the server made the device begin afresh.</summary>
    public required SyncPhase Phase { get; init; }

    /// <summary>How many changes have got their verdict, or how many entities have come, in this cycle. Never goes back.</summary>
    public required int Done { get; init; }

    /// <summary>
    /// How many there will be, as far as is known: the changes that waited when the cycle began, or <see cref="Done"/> where more
    /// have come since. Null for a pull: the server does not tell.
    /// </summary>
    public int? Total { get; init; }
}
