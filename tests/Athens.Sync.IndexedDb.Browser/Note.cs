namespace Athens.Sync.IndexedDb.Browser;

/// <summary>What the page's device makes.</summary>
public sealed class Note
{
    public string Id { get; set; } = "";

    public string Text { get; set; } = "";

    public long Count { get; set; }
}
