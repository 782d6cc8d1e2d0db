using Athens.Sync.Modeling;

namespace Athens.Sync.Tests.Worlds;

public static class JobModel
{
    public static StateMachine Machine { get; } = StateMachine.Create("draft", new Dictionary<string, string[]>
    {
        ["draft"] = ["submitted", "cancelled"],
        ["submitted"] = ["approved", "draft"],
        ["approved"] = ["closed"],
    });

    public static SyncModel Create() => SyncModel.Create(m =>
    {
        m.Entity<Job>("job", e =>
        {
            e.Key(j => j.Id).Scope(j => j.SiteId);
            e.Fields(j => j.Title, j => j.Notes, j => j.Priority);
            e.Field(j => j.Tags).Merge(MergeStrategy.SetMerge);
            e.Field(j => j.Checks).Merge(MergeStrategy.TrueWins);
            e.Fields(j => j.Latitude, j => j.Longitude).Together(j => j.Latitude, j => j.Longitude);
            e.Field(j => j.Counter).Merge(MergeStrategy.Counter);
            e.Field(j => j.Remark).Merge(MergeStrategy.LastWriteWins);
            e.Field(j => j.Status).StateMachine(Machine).Requires("approved", j => j.Tags, j => j.Checks).Freeze("approved", j => j.Tags);
            e.Field(j => j.ApprovedBy).ServerOwned();
        });
        m.Entity<Photo>("photo", e =>
        {
            e.Key(p => p.Id).Parent("job", p => p.JobId).AppendOnly();
            e.Fields(p => p.Caption);
        });
        m.Entity<Alarm>("alarm", e =>
        {
            e.Key(a => a.Id).Parent("job", a => a.JobId).AppendOnly().Critical();
            e.Fields(a => a.Text);
        });
        m.Entity<Ticket>("ticket", e =>
        {
            e.Key(t => t.Id).ServerAssignedKey().Scope(t => t.SiteId).Reference("ticket", t => t.DuplicateOf);
            e.Fields(t => t.Title);
            e.Field(t => t.Tags).Merge(MergeStrategy.SetMerge);
        });
        m.Entity<Reply>("reply", e => e.Key(r => r.Id).ServerAssignedKey().Parent("ticket", r => r.TicketId).Fields(r => r.Text));
        m.Entity<Errand>("errand", e => e.Key(a => a.Id).Scope(a => a.SiteId).Reference("ticket", a => a.TicketId).Fields(a => a.Text));
    });
}
