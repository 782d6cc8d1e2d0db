namespace Athens.Sync.EntityFrameworkCore.Tests.Pushes;

internal static class DepotModel
{
    public static SyncModel Instance { get; } = SyncModel.Create(model =>
    {
        model.Entity<Crate>("crate", e =>
        {
            e.Key(c => c.Id).Scope(c => c.Site).Fields(c => c.Code, c => c.Weight, c => c.Supplier, c => c.Note);
            e.Field(c => c.Tags).Merge(MergeStrategy.SetMerge);
            e.Field(c => c.Count).Merge(MergeStrategy.Counter);
        });
        model.Entity<Parcel>("parcel", e => e.Key(p => p.Id).Parent("crate", p => p.CrateId).Fields(p => p.Text));
        model.Entity<Scan>("scan", e => e.Key(s => s.Id).Parent("crate", s => s.CrateId).Fields(s => s.Text).AppendOnly());
    });
}
