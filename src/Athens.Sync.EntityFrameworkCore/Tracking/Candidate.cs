using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Athens.Sync.EntityFrameworkCore.Tracking;

/// <summary>A tracked entity that EF is about to write, while it is found out what of it changes.</summary>
internal sealed class Candidate(EntityMapping mapping, EntityEntry entry, ServerEntity? staged)
{
    public EntityMapping Mapping { get; } = mapping;

    public EntityEntry Entry { get; } = entry;

    /// <summary>What the engine itself is writing here; null for the app's own writes.</summary>
    public ServerEntity? Staged { get; } = staged;

    /// <summary>True where the tracked original values do not tell what changes, so that the row itself must.</summary>
    public bool NeedsRow { get; set; }

    /// <summary>The row as it is before this write; null until it is read, or where there is none.</summary>
    public StoredEntity? Row { get; set; }

    /// <summary>The version that the app's object had before this write; 0 for a new one.</summary>
    public long FormerVersion { get; } = entry.State is EntityState.Added ? 0 : (long)entry.Property(mapping.Version.Name).OriginalValue!;

    public PropertyEntry Version => Entry.Property(Mapping.Version.Name);

    /// <summary>Properties of declared fields that count as modified.</summary>
    public IEnumerable<PropertyEntry> Modified => Mapping.Entity.Fields
        .Where(declared => Mapping.Type.FindProperty(declared.PropertyName) is not null)
        .Select(declared => Entry.Property(declared.PropertyName))
        .Where(property => property.IsModified);

    /// <summary>False where nothing that the engine knows of is about to be written.</summary>
    public bool MayChange => NeedsRow || Entry.State is not EntityState.Modified || Version.IsModified || Modified.Any() || Entry.ComplexProperties.Any(complex => complex.IsModified);

    public EntityId Id => Mapping.IdOf(Entry.Property(Mapping.Key.Name).CurrentValue);

    /// <summary>Gives the app's object the version of the row as it is after all: the one it got is not, or no longer, there.</summary>
    public void ResetVersion(long version)
    {
        if (Entry.State is EntityState.Detached)
        {
            Mapping.Version.PropertyInfo?.SetValue(Entry.Entity, version);
            return;
        }
        Version.OriginalValue = version;
        Version.CurrentValue = version;
        Version.IsModified = false;
    }
}
