namespace Athens.Sync.EntityFrameworkCore.Tests.Stress;

internal static class StressModel
{
    public static SyncModel Instance { get; } = SyncModel.Create(model =>
    {
        model.Entity<Tank>("tank", e =>
        {
            e.Key(t => t.Id).Scope(t => t.Site).Ignore(t => t.Version);
            e.Field(t => t.Count).Merge(MergeStrategy.Counter);
            e.Field(t => t.Note).Merge(MergeStrategy.ClientWins);
        });
        model.Entity<Valve>("valve", e =>
        {
            e.Key(v => v.Id).Parent("tank", v => v.TankId).Ignore(v => v.Version);
            e.Field(v => v.Count).Merge(MergeStrategy.Counter);
            e.Field(v => v.Note).Merge(MergeStrategy.ClientWins);
        });
        model.Entity<Reading>("reading", e => e.Key(r => r.Id).Parent("tank", r => r.TankId).Fields(r => r.Note).Ignore(r => r.Version).AppendOnly());
    });
}
