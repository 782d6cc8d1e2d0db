namespace Athens.Sync.EntityFrameworkCore.Tests.Work;

/// <summary>A child whose own key and whose parent's key the database makes.</summary>
public sealed class TicketEntry
{
    public int Id { get; set; }

    public int TicketId { get; set; }

    public string Text { get; set; } = "";
}
