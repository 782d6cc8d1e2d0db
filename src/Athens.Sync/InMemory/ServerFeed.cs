using System.Collections.Immutable;
using Athens.Sync.Server;

namespace Athens.Sync.InMemory;

/// <summary>The feed of one scope and lane: the latest entry of each entity, in sequence order. Immutable.</summary>
internal sealed class ServerFeed
{
    private static readonly IComparer<FeedEntry> BySequence = Comparer<FeedEntry>.Create((a, b) => a.Sequence.CompareTo(b.Sequence));

    private readonly ImmutableSortedSet<FeedEntry> entries;
    private readonly ImmutableDictionary<EntityId, FeedEntry> latest;

    private ServerFeed(ImmutableSortedSet<FeedEntry> entries, ImmutableDictionary<EntityId, FeedEntry> latest, long counter, long floor)
    {
        Floor = floor;
        this.entries = entries;
        this.latest = latest;
        Counter = counter;
    }

    public static ServerFeed Empty { get; } = new(ImmutableSortedSet.Create(BySequence), ImmutableDictionary<EntityId, FeedEntry>.Empty, 0, 0);

    /// <summary>The sequence of the latest change.</summary>
    public long Counter { get; }

    /// <summary>How many entries there are.</summary>
    public int Count => entries.Count;

    /// <summary>Tombstones at or below this sequence may have been collected.</summary>
    public long Floor { get; }

    /// <summary>What is gone, at or below a sequence.</summary>
    public IEnumerable<FeedEntry> GoneThrough(long sequence) => entries.TakeWhile(e => e.Sequence <= sequence).Where(e => e.HasLeft || e.Entity.IsDeleted);

    /// <summary>The feed without entries of what is gone.</summary>
    public ServerFeed Without(IReadOnlyCollection<FeedEntry> gone) =>
        new(entries.Except(gone), latest.RemoveRange(gone.Select(e => e.Entity.Id)), Counter, gone.Select(e => e.Sequence).Append(Floor).Max());

    /// <summary>The feed after one more change, which takes the next sequence and the place of the entity's former entry.</summary>
    public ServerFeed With(ServerEntity entity, bool hasLeft)
    {
        var entry = new FeedEntry(Counter + 1, entity, hasLeft);
        ImmutableSortedSet<FeedEntry> others = latest.TryGetValue(entity.Id, out FeedEntry? former) ? entries.Remove(former) : entries;
        return new ServerFeed(others.Add(entry), latest.SetItem(entity.Id, entry), entry.Sequence, Floor);
    }

    public FeedPage Read(FeedRequest request)
    {
        var page = new List<FeedEntry>();
        for (int at = IndexAfter(request.After); at < entries.Count && page.Count < request.Limit; at++)
        {
            FeedEntry entry = entries[at];
            bool isGone = entry.HasLeft || entry.Entity.IsDeleted;
            if (!isGone || entry.Sequence > request.SkipTombstonesThrough)
                page.Add(entry);
        }
        long through = page.Count == request.Limit ? page[^1].Sequence : Math.Max(request.After, Counter);
        return new FeedPage(page, Counter, through, Floor);
    }

    private int IndexAfter(long sequence)
    {
        int index = entries.IndexOf(new FeedEntry(sequence, null!));
        return index >= 0 ? index + 1 : ~index;
    }
}
