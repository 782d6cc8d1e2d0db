namespace Athens.Sync.DeviceProcess;

/// <summary>
/// What the process edits. Each edit adds one tag of its own and one to the count, so that an edit that was applied twice, half
/// or not at all shows in any copy.
/// </summary>
public sealed class Sheet
{
    /// <summary>The title of sheets that only this device edits, and may delete.</summary>
    public const string Own = "own";

    /// <summary>The title of sheets that others edit too.</summary>
    public const string Shared = "shared";

    public string Id { get; set; } = "";

    public string Site { get; set; } = "";

    public string Title { get; set; } = "";

    public List<string> Tags { get; set; } = [];

    public int Count { get; set; }

    /// <summary>Of a block that the device leased, or given by the server; no two sheets have the same.</summary>
    public long? Number { get; set; }

    public static SyncModel Model { get; } = SyncModel.Create(m => m.Entity<Sheet>("sheet", e =>
    {
        e.Key(s => s.Id).Scope(s => s.Site).Fields(s => s.Title);
        e.Field(s => s.Tags).Merge(MergeStrategy.SetMerge);
        e.Field(s => s.Count).Merge(MergeStrategy.Counter);
        e.Field(s => s.Number).LeasedNumber(blockSize: 4);
    }));

    public Sheet Edited(string tag)
    {
        Tags.Add(tag);
        Count++;
        return this;
    }
}
