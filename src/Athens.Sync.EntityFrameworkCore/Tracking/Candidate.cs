using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.Server;
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

    public PropertyEntry Version => Entry.Property(Mapping.Version.Name);

    public long OriginalVersion => (long)Version.OriginalValue!;

    public EntityId Id => Mapping.IdOf(Entry.Property(Mapping.Key.Name).CurrentValue);
}
