namespace Athens.Sync;

/// <summary>Says which conflicts are meant; everything that is null is no condition.</summary>
public sealed record ConflictFilter
{
    /// <summary>Only conflicts of this entity type.</summary>
    public string? Type { get; init; }

    /// <summary>Only conflicts for this reason.</summary>
    public ConflictReason? Reason { get; init; }

    /// <summary>Only conflicts in which this field is open.</summary>
    public string? Field { get; init; }

    internal bool Takes(SyncConflict conflict) =>
        (Type is null || conflict.Entity.Type == Type)
        && (Reason is null || conflict.Reason == Reason)
        && (Field is null || conflict.Fields.ContainsKey(Field));
}
