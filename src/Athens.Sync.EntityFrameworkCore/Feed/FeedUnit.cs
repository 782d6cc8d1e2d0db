using Athens.Sync.EntityFrameworkCore.Tables;
using Athens.Sync.EntityFrameworkCore.Tracking;
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

    /// <summary>The app's own objects that were written, each with the write that gave it its version.</summary>
    public List<Candidate> Objects { get; } = [];

    public bool IsCommitted { get; set; }

    /// <summary>Why the transaction must not be committed; null as long as it may.</summary>
    public string? Broken { get; set; }

    /// <summary>What has been written so far.</summary>
    public Position Mark() => new([.. Writes], [.. Objects], Broken);

    /// <summary>
    /// Everything that was written since is undone. The rows do not tell it all: an entity that was made and deleted again leaves
    /// a write and no row, whether it is undone or not.
    /// </summary>
    public void Return(Position position)
    {
        Writes.Clear();
        Writes.AddRange(position.Writes);
        Objects.Clear();
        Objects.AddRange(position.Objects);
        Staged.Clear();
        Broken = position.Broken;
    }

    /// <summary>
    /// Nothing of it was committed: the objects get back the versions that their rows have. Left with a version that another
    /// transaction may give out again, they could later overwrite what they never saw.
    /// </summary>
    public void Undo()
    {
        foreach (Candidate written in Objects.AsEnumerable().Reverse())
            written.ResetVersion(written.FormerVersion);
        Objects.Clear();
        Writes.Clear();
    }

    /// <summary>What a transaction had written at some moment.</summary>
    public sealed record Position(IReadOnlyList<FeedWrite> Writes, IReadOnlyList<Candidate> Objects, string? Broken);
}
