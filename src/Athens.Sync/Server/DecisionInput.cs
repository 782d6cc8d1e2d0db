using Athens.Sync.Modeling;

namespace Athens.Sync.Server;

/// <summary>Everything that a decision rests on.</summary>
internal sealed record DecisionInput
{
    public required EntityModel Entity { get; init; }

    /// <summary>The change, its key filled in and its values as the store will hold them.</summary>
    public required Change Change { get; init; }

    /// <summary>The entity or its tombstone; null when there is none.</summary>
    public ServerEntity? Current { get; init; }

    /// <summary>The entity that the change's parent field names; null when there is none, or the caller may not see it.</summary>
    public ServerEntity? Parent { get; init; }

    /// <summary>The scope of a new entity that names none.</summary>
    public required string Scope { get; init; }

    /// <summary>
    /// The version that the change was made on: its own, or, where its predecessor of the same push was taken in as
    /// it was made, the version that this one left.
    /// </summary>
    public long? MadeOn { get; init; }

    /// <summary>When and by whom the change was made; null when the device did not say when.</summary>
    public Stamp? Stamp { get; init; }

    public required SyncCaller Caller { get; init; }
}
