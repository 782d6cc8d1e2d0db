namespace Athens.Sync.Tests.Worlds;

/// <summary>An entity with a key of its own, which refers to one whose key the server gives.</summary>
public sealed class Errand
{
    public string Id { get; set; } = "";

    public string SiteId { get; set; } = "";

    public string Text { get; set; } = "";

    public long? TicketId { get; set; }
}
