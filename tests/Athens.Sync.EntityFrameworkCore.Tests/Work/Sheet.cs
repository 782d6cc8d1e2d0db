namespace Athens.Sync.EntityFrameworkCore.Tests.Work;

/// <summary>A plain entity with a version of its own, an owned part, and a column that is not synced.</summary>
public sealed class Sheet
{
    public string Id { get; set; } = "";

    public string Project { get; set; } = "";

    public string Title { get; set; } = "";

    public string Body { get; set; } = "";

    public Place? Place { get; set; }

    public List<string> Tags { get; set; } = [];

    public int Views { get; set; }

    public long Version { get; set; }

    public List<Line> Lines { get; } = [];
}
