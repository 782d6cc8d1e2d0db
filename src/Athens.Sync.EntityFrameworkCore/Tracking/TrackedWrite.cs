using Athens.Sync.EntityFrameworkCore.Feed;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Athens.Sync.EntityFrameworkCore.Tracking;

/// <summary>One write of a tracked entity that EF is about to do. Keys that the database makes are known once it has.</summary>
internal sealed record TrackedWrite(Candidate Candidate, long Version, bool IsDeleted)
{
    /// <summary>The wire names of changed fields that keep a stamp.</summary>
    public IReadOnlyList<string> Stamped { get; init; } = [];

    /// <summary>The write as it is now that the database has taken it.</summary>
    public FeedWrite Seal(Stamp stamp) => Candidate.Staged is { } staged ? FeedWrite.Of(Candidate.Mapping, staged) : IsDeleted ? SealDelete() : SealLive(stamp);

    private FeedWrite SealDelete()
    {
        object before = Candidate.Row?.Entity ?? Candidate.Entry.Entity;
        Placement place = Placement.Of(Candidate.Mapping, before);
        return new FeedWrite
        {
            Mapping = Candidate.Mapping,
            Id = Candidate.Id,
            Version = Version,
            IsDeleted = true,
            Scope = place.Scope,
            Parent = place.Parent,
            State = Candidate.Mapping.Entity.ReadState(before).ToJson(),
        };
    }

    private FeedWrite SealLive(Stamp stamp)
    {
        EntityEntry entry = Candidate.Entry;
        string? parentKey = Candidate.Mapping.ParentKey is { } key ? Mapping.KeyText.Of(entry.Property(key.Name).CurrentValue) : null;
        Placement place = Placement.Of(Candidate.Mapping, entry.Entity, parentKey);
        return new FeedWrite
        {
            Mapping = Candidate.Mapping,
            Id = Candidate.Id,
            Version = Version,
            Scope = place.Scope,
            Parent = place.Parent,
            Stamped = Stamped,
            Stamp = stamp,
        };
    }
}
