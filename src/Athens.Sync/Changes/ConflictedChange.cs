namespace Athens.Sync;

/// <summary>The change needs a decision; nothing of it was written.</summary>
public sealed record ConflictedChange : Outcome
{
    /// <summary>The entity's key, where the change named one.</summary>
    public string? ServerId { get; init; }

    /// <summary>Why.</summary>
    public required ConflictReason Reason { get; init; }

    /// <summary>The version that the change was made on, as it said.</summary>
    public long? ClientVersion { get; init; }

    /// <summary>The version on the server; a deleted entity's is its tombstone's.</summary>
    public long? ServerVersion { get; init; }

    /// <summary>The reason in words, for a person.</summary>
    public string? Detail { get; init; }

    /// <summary>The fields that could not be decided, by wire name.</summary>
    public IReadOnlyDictionary<string, FieldConflict> Fields { get; init; } = new Dictionary<string, FieldConflict>();

    /// <summary>The entity's state on the server; a deleted entity's last one.</summary>
    public FieldValues? ServerState { get; init; }
}
