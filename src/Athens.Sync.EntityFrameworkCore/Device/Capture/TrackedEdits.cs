using System.Runtime.CompilerServices;
using Athens.Sync.EntityFrameworkCore.Device.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Athens.Sync.EntityFrameworkCore.Device.Capture;

/// <summary>Finds the synced entities that a context writes: new ones, parents first; edited ones; deleted ones, children first.</summary>
internal static class TrackedEdits
{
    public static IReadOnlyList<TrackedEdit> Of(DbContext context, DeviceMapping mapping, ConditionalWeakTable<object, LoadedState> loaded)
    {
        // Entries() would look for changes once more, and a save that is under way no longer takes them in.
        bool detects = context.ChangeTracker.AutoDetectChangesEnabled;
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            List<TrackedEdit> edits = [.. Entries(context, mapping)
                .Select(found => new TrackedEdit(found.Table, found.Entry, loaded.TryGetValue(found.Entry.Entity, out LoadedState? state) ? state : null))
                .Where(edit => edit.Matters)];
            return [.. edits.OrderBy(edit => Place(edit, mapping))];
        }
        finally
        {
            context.ChangeTracker.AutoDetectChangesEnabled = detects;
        }
    }

    /// <summary>True where the context writes a synced entity; what was changed and not noticed is looked for first.</summary>
    public static bool Any(DbContext context, DeviceMapping mapping)
    {
        if (context.ChangeTracker.AutoDetectChangesEnabled)
            context.ChangeTracker.DetectChanges();
        if (context.ChangeTracker.CascadeDeleteTiming is CascadeTiming.OnSaveChanges || context.ChangeTracker.DeleteOrphansTiming is CascadeTiming.OnSaveChanges)
            context.ChangeTracker.CascadeChanges();
        return context.ChangeTracker.Entries().Any(entry => IsWritten(entry) && mapping.Find(entry.Metadata) is not null);
    }

    private static IEnumerable<(EntityTable Table, EntityEntry Entry)> Entries(DbContext context, DeviceMapping mapping) =>
        from entry in context.ChangeTracker.Entries()
        where IsWritten(entry)
        let table = mapping.Find(entry.Metadata)
        where table is not null
        select (table, entry);

    private static bool IsWritten(EntityEntry entry) => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted;

    private static int Place(TrackedEdit edit, DeviceMapping mapping)
    {
        int place = mapping.Tables.Count;
        for (int n = 0; n < mapping.Tables.Count; n++)
        {
            if (mapping.Tables[n] == edit.Table)
                place = n;
        }
        return edit.State switch
        {
            EntityState.Added => place,
            EntityState.Modified => mapping.Tables.Count,
            _ => 2 * mapping.Tables.Count - place,
        };
    }
}
