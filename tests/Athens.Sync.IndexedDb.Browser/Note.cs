namespace Athens.Sync.IndexedDb.Browser;

/// <summary>What the page's device makes.</summary>
public sealed class Note
{
    /// <summary>In the schema before, a note's text was called its words (<see cref="OlderNote"/>).</summary>
    public static SyncModel Model { get; } = SyncModel.Create(described => described.SchemaVersion(2).Upcast(OlderNote.Type, 1, Renamed).Entity<Note>(OlderNote.Type, note =>
    {
        note.Key(n => n.Id).Fields(n => n.Text);
        note.Field(n => n.Count).Merge(MergeStrategy.Counter);
    }));

    public string Id { get; set; } = "";

    public string Text { get; set; } = "";

    public long Count { get; set; }

    private static FieldValues Renamed(FieldValues values) =>
        FieldValues.From(values.Select(field => KeyValuePair.Create(field.Key == "words" ? "text" : field.Key, field.Value)));
}
