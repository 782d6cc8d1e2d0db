namespace Athens.Sync.Tests.Worlds;

/// <summary>A child whose own key the server gives, too.</summary>
public sealed class Reply
{
    public int Id { get; set; }

    public long TicketId { get; set; }

    public string Text { get; set; } = "";
}
