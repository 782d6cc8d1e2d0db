using System.Collections.Frozen;

namespace Athens.Sync.Server;

/// <summary>One entity as the server holds it: a live one, or a tombstone with the last state. Immutable.</summary>
public sealed record ServerEntity
{
    /// <summary>Which entity.</summary>
    public required EntityId Id { get; init; }

    /// <summary>The scope it is in.</summary>
    public required string Scope { get; init; }

    /// <summary>The version: 1 when created, +1 for each change that alters the state, a delete and a restore included.</summary>
    public required long Version { get; init; }

    /// <summary>Every declared field; a tombstone's is the state before the delete.</summary>
    public required FieldValues State { get; init; }

    /// <summary>True for a tombstone.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>The stamps of the fields that merge by <c>last_write_wins</c>, by wire name.</summary>
    public IReadOnlyDictionary<string, Stamp> Stamps { get; init; } = FrozenDictionary<string, Stamp>.Empty;
}
