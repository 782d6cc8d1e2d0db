namespace Athens.Sync.EntityFrameworkCore.Tests.Work;

internal static class WorkModel
{
    public static SyncModel Instance { get; } = SyncModel.Create(model =>
    {
        model.Entity<Sheet>("sheet", e =>
        {
            e.Key(s => s.Id).Scope(s => s.Project).Fields(s => s.Body, s => s.Place, s => s.Tags).Ignore(s => s.Views, s => s.Version, s => s.Lines);
            e.Field(s => s.Title).Merge(MergeStrategy.LastWriteWins);
        });
        model.Entity<Line>("line", e => e.Key(l => l.Id).Parent("sheet", l => l.SheetId).Fields(l => l.Text));
        model.Entity<Ticket>("ticket", e => e.Key(t => t.Id).Scope(t => t.Project).Ignore(t => t.Entries));
        model.Entity<TicketEntry>("ticket_entry", e => e.Key(t => t.Id).Parent("ticket", t => t.TicketId).Fields(t => t.Text));
    });
}
