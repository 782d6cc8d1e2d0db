namespace Athens.Sync.Testing.ServerStores;

/// <summary>The model that <see cref="ServerStoreConformance{TStore}"/> runs on.</summary>
public static class ConformanceModel
{
    /// <summary>Describes <see cref="Note"/>, <see cref="Attachment"/>, <see cref="Alarm"/> and <see cref="Order"/>.</summary>
    public static SyncModel Create() => SyncModel.Create(model =>
    {
        model.Entity<Note>("note", e =>
        {
            e.Key(n => n.Id).Scope(n => n.Project);
            e.Fields(n => n.Title, n => n.Remarks, n => n.Amount, n => n.Count, n => n.Weight, n => n.DueAt, n => n.Priority, n => n.Done, n => n.Owner);
            e.Field(n => n.Tags).Merge(MergeStrategy.SetMerge);
            e.Field(n => n.Checklist).Merge(MergeStrategy.TrueWins);
        });
        model.Entity<Attachment>("attachment", e => e.Key(a => a.Id).Parent("note", a => a.NoteId).Fields(a => a.FileName));
        model.Entity<Alarm>("alarm", e => e.Key(a => a.Id).Scope(a => a.Project).Critical().Fields(a => a.Text));
        model.Entity<Order>("order", e => e.Key(o => o.Id).ServerAssignedKey().Scope(o => o.Project).Fields(o => o.Text));
    });
}
