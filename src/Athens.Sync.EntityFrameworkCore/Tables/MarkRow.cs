namespace Athens.Sync.EntityFrameworkCore.Tables;

/// <summary>A write that a trigger saw and the feed does not tell yet.</summary>
internal sealed class MarkRow
{
    public long Id { get; set; }

    public required string Type { get; set; }

    public required string Key { get; set; }

    /// <summary>The version of the row as it was when it was marked.</summary>
    public long Version { get; set; }

    /// <summary>The columns of a deleted row, as JSON; null where there is a row.</summary>
    public string? Row { get; set; }

    /// <summary>Why the feed cannot tell it; null while nobody has tried.</summary>
    public string? Problem { get; set; }

    public EntityId EntityId => new(Type, Key);
}
