namespace Athens.Sync.EntityFrameworkCore.Tests.Commands;

/// <summary>What a handler writes: a table of the app's own, which is not synced.</summary>
public sealed class JournalEntry
{
    public long Id { get; set; }

    /// <summary>Each name is noted once: the database refuses a second entry.</summary>
    public string Name { get; set; } = "";

    public string Text { get; set; } = "";
}
