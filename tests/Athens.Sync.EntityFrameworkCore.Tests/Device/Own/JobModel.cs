using Athens.Sync.Modeling;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device.Own;

internal static class JobModel
{
    private static readonly StateMachine Machine = StateMachine.Create("draft", new Dictionary<string, string[]>
    {
        ["draft"] = ["submitted", "cancelled"],
        ["submitted"] = ["approved", "draft"],
    });

    public static SyncModel Instance { get; } = SyncModel.Create(m =>
    {
        m.Entity<Job>("job", e =>
        {
            e.Key(j => j.Id).Scope(j => j.SiteId);
            e.Fields(j => j.Title, j => j.Notes, j => j.Serial, j => j.Amount, j => j.Ratio, j => j.DueAt, j => j.Kind);
            e.Field(j => j.Tags).Merge(MergeStrategy.SetMerge);
            e.Field(j => j.Checks).Merge(MergeStrategy.TrueWins);
            e.Field(j => j.Counter).Merge(MergeStrategy.Counter);
            e.Field(j => j.Status).StateMachine(Machine);
            e.Field(j => j.ApprovedBy).ServerOwned();
            e.Ignore(j => j.IsPinned);
        });
        m.Entity<Photo>("photo", e =>
        {
            e.Key(p => p.Id).Parent("job", p => p.JobId).AppendOnly();
            e.Fields(p => p.Caption).Ignore(p => p.Job);
        });
        m.Entity<Tool>("tool", e => e.Key(t => t.Id).Scope(t => t.SiteId).Reference("job", t => t.UsedFor).Fields(t => t.Name));
    });
}
