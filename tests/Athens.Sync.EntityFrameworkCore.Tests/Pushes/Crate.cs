namespace Athens.Sync.EntityFrameworkCore.Tests.Pushes;

/// <summary>An entity that the database has rules for.</summary>
public sealed class Crate
{
    public string Id { get; set; } = "";

    public string Site { get; set; } = "";

    /// <summary>Unique, which only the database knows.</summary>
    public string Code { get; set; } = "";

    /// <summary>Not negative, which only the database knows.</summary>
    public int Weight { get; set; }

    /// <summary>A row of a table that is not synced.</summary>
    public string? Supplier { get; set; }

    public string Note { get; set; } = "";

    public List<string> Tags { get; set; } = [];

    public long Count { get; set; }
}
