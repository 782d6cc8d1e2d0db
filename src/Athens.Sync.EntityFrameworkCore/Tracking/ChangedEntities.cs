using Athens.Sync.EntityFrameworkCore.Feed;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Athens.Sync.EntityFrameworkCore.Tracking;

/// <summary>Finds the synced entities that a context is about to write, those of which only an owned part changes included.</summary>
internal sealed class ChangedEntities(SyncMapping mapping, DbContext context, FeedUnit? unit)
{
    private readonly List<EntityEntry> entries = Entries(context.ChangeTracker);

    public IReadOnlyList<Candidate> Find()
    {
        var found = new Dictionary<object, Candidate>(ReferenceEqualityComparer.Instance);
        foreach (EntityEntry entry in entries.Where(e => IsWritten(e) && mapping.Find(e.Metadata) is not null))
            found[entry.Entity] = new Candidate(mapping.Find(entry.Metadata)!, entry, unit?.Staged.GetValueOrDefault(entry.Entity));
        foreach (EntityEntry owner in entries.Where(e => IsWritten(e) && e.Metadata.IsOwned()).Select(OwnerOf).OfType<EntityEntry>())
        {
            if (mapping.Find(owner.Metadata) is not { } type)
                continue;
            if (!found.TryGetValue(owner.Entity, out Candidate? candidate))
                found[owner.Entity] = candidate = new Candidate(type, owner, unit?.Staged.GetValueOrDefault(owner.Entity));
            candidate.NeedsRow |= owner.State is EntityState.Modified or EntityState.Unchanged;
        }
        return [.. found.Values.Where(candidate => candidate.MayChange)];
    }

    /// <summary>What EF would cascade only after this has looked is cascaded now.</summary>
    private static List<EntityEntry> Entries(ChangeTracker tracker)
    {
        if (tracker.CascadeDeleteTiming is CascadeTiming.OnSaveChanges || tracker.DeleteOrphansTiming is CascadeTiming.OnSaveChanges)
            tracker.CascadeChanges();
        return [.. tracker.Entries()];
    }

    private static bool IsWritten(EntityEntry entry) => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted;

    /// <summary>The entity that an owned part belongs to in the end; null where it is not tracked.</summary>
    private EntityEntry? OwnerOf(EntityEntry part)
    {
        EntityEntry? owner = part;
        while (owner is not null && owner.Metadata.FindOwnership() is { } ownership)
            owner = Principal(owner, ownership);
        return owner;
    }

    /// <summary>By key and not by navigation: a part that was taken off is reachable from nowhere.</summary>
    private EntityEntry? Principal(EntityEntry part, IForeignKey ownership)
    {
        object?[] key = [.. ownership.Properties.Select(property => Value(part, property.Name))];
        return entries.Find(entry => entry.Metadata == ownership.PrincipalEntityType
            && ownership.PrincipalKey.Properties.Select(property => Value(entry, property.Name)).SequenceEqual(key));
    }

    private static object? Value(EntityEntry entry, string property) =>
        entry.State is EntityState.Deleted ? entry.Property(property).OriginalValue : entry.Property(property).CurrentValue;
}
