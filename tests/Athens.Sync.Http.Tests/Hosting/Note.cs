namespace Athens.Sync.Http.Tests.Hosting;

/// <summary>An entity for the tests.</summary>
public sealed class Note
{
    public string Id { get; set; } = "";

    public string Site { get; set; } = "";

    public string Title { get; set; } = "";

    public double? Level { get; set; }

    public List<string> Tags { get; set; } = [];

    public static SyncModel Model { get; } = SyncModel.Create(m => m.Entity<Note>("note", e =>
    {
        e.Key(n => n.Id).Scope(n => n.Site);
        e.Fields(n => n.Title, n => n.Level);
        e.Field(n => n.Tags).Merge(MergeStrategy.SetMerge);
    }));
}
