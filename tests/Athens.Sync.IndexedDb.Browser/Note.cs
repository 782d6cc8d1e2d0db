namespace Athens.Sync.IndexedDb.Browser;

/// <summary>What the page's device makes.</summary>
public sealed class Note
{
    public static SyncModel Model { get; } = SyncModel.Create(described => described.Entity<Note>("note", note =>
    {
        note.Key(n => n.Id).Fields(n => n.Text);
        note.Field(n => n.Count).Merge(MergeStrategy.Counter);
    }));

    public string Id { get; set; } = "";

    public string Text { get; set; } = "";

    public long Count { get; set; }
}
