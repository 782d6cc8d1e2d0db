namespace Athens.Sync.Server;

/// <summary>A page of a feed, as one snapshot.</summary>
/// <param name="Entries">The entries, in sequence order, none skipped but tombstones that were not asked for.</param>
/// <param name="Counter">The feed's counter in the snapshot: the sequence of its latest change.</param>
/// <param name="ReadThrough">Everything at or below this sequence has been looked at.</param>
/// <param name="Floor">Tombstones at or below this sequence may have been collected.</param>
public sealed record FeedPage(IReadOnlyList<FeedEntry> Entries, long Counter, long ReadThrough, long Floor = 0);
