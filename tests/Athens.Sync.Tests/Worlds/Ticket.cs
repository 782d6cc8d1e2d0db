namespace Athens.Sync.Tests.Worlds;

/// <summary>An entity whose key the server's table gives, and which may refer to another one of its kind.</summary>
public sealed class Ticket
{
    public long Id { get; set; }

    public string SiteId { get; set; } = "";

    public string Title { get; set; } = "";

    public List<string> Tags { get; set; } = [];

    public long? DuplicateOf { get; set; }
}
