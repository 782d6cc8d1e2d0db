namespace Athens.Sync.EntityFrameworkCore.Tables;

/// <summary>
/// The latest entry of one entity in one scope's feed. Of the entries of an entity at most one is not <see cref="EntryStatus.Left"/>:
/// that one says where it is, or holds its remains.
/// </summary>
internal sealed class EntryRow
{
    public required string Scope { get; set; }

    public required string Type { get; set; }

    public required string Key { get; set; }

    public required string Lane { get; set; }

    public long Sequence { get; set; }

    public long Version { get; set; }

    public EntryStatus Status { get; set; }

    /// <summary>The state before the delete, as JSON; null unless deleted.</summary>
    public string? State { get; set; }

    /// <summary>The stamps of the fields that merge by them, as JSON; null when there are none.</summary>
    public string? Stamps { get; set; }

    public EntityId Id => new(Type, Key);
}
