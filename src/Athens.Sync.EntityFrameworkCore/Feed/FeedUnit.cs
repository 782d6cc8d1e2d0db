using Athens.Sync.EntityFrameworkCore.Tables;
using Athens.Sync.Server;

namespace Athens.Sync.EntityFrameworkCore.Feed;

/// <summary>What one database transaction has written so far and the feed does not tell yet. Used by one caller at a time.</summary>
internal sealed class FeedUnit
{
    /// <summary>The writes, in order.</summary>
    public List<FeedWrite> Writes { get; } = [];

    /// <summary>What the engine itself is writing, by the app's object: it brings version, scope and stamps along.</summary>
    public Dictionary<object, ServerEntity> Staged { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Entries that were read under lock in this transaction; null where an entity has none.</summary>
    public Dictionary<EntityId, EntryRow?> Known { get; } = [];

    /// <summary>True once a savepoint was rolled back: which of the writes went with it, only the rows can tell.</summary>
    public bool MayHaveLostWrites { get; set; }

    /// <summary>Why the transaction must not be committed; null as long as it may.</summary>
    public string? Broken { get; set; }
}
