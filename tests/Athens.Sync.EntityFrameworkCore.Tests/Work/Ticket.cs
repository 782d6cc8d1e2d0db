namespace Athens.Sync.EntityFrameworkCore.Tests.Work;

/// <summary>An entity whose key the database makes.</summary>
public sealed class Ticket
{
    public int Id { get; set; }

    public string Project { get; set; } = "";

    public List<TicketEntry> Entries { get; } = [];
}
