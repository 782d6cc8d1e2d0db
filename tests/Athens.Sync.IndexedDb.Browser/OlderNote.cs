namespace Athens.Sync.IndexedDb.Browser;

/// <summary>A note, as the version of the app before had it.</summary>
public sealed class OlderNote
{
    public const string Type = "note";

    public static SyncModel Model { get; } = SyncModel.Create(described => described.Entity<OlderNote>(Type, note => note.Key(n => n.Id).Fields(n => n.Words)));

    public string Id { get; set; } = "";

    public string Words { get; set; } = "";
}
