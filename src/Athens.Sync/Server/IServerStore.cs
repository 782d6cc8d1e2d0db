using Athens.Sync.Modeling;

namespace Athens.Sync.Server;

/// <summary>
/// What the server's logic needs of a database. Safe to call from many threads at once.
/// </summary>
/// <remarks>
/// <para>Failures are told as <see cref="StoreException"/>; whatever else the database throws passes through.</para>
/// <para>The feed of each scope and lane is gap-free: sequence order is commit order, without holes, and an entry
/// becomes visible together with the entity it tells of. That holds for writes that the app makes by itself too.</para>
/// </remarks>
public interface IServerStore
{
    /// <summary>The name of this database's history; a database restored from a backup must get a new one.</summary>
    Task<string> GetEpochAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs a unit of work in one transaction and commits it when the unit returns; when it throws, nothing of it
    /// remains. A unit that loses a race (deadlock, serialization) is run again whole, with a fresh transaction, so it
    /// must have no effect outside of it.
    /// </summary>
    Task<TResult> ExecuteAsync<TResult>(Func<IServerTransaction, CancellationToken, Task<TResult>> unit, CancellationToken cancellationToken = default);

    /// <summary>Reads a page of a feed, in sequence order, as one consistent snapshot.</summary>
    Task<FeedPage> ReadFeedAsync(FeedRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Forgets records of changes without a number that were taken in before the given moment: older clients never
    /// acknowledge, so theirs go by age.
    /// </summary>
    /// <returns>How many were forgotten.</returns>
    Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken = default);

    /// <summary>
    /// Forgets the leases that expired before the given moment: their values can then not be used any more, and are not given out
    /// again either.
    /// </summary>
    /// <returns>How many were forgotten.</returns>
    Task<int> ReclaimLeasesAsync(DateTimeOffset expiredBefore, CancellationToken cancellationToken = default);

    /// <summary>Notes how far a device has read a feed. A position that goes back is taken too: the device began anew.</summary>
    Task NotePositionAsync(DevicePosition position, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes the tombstones that every live device has read, feed by feed, and raises the feed's <see cref="FeedPage.Floor"/>
    /// to the last one. A device that was last heard of before the given moment does not count, and is forgotten.
    /// </summary>
    /// <returns>How many were removed.</returns>
    Task<int> CollectTombstonesAsync(DateTimeOffset liveSince, CancellationToken cancellationToken = default);

    /// <summary>
    /// Brings into the feeds what they do not tell yet: entities that were there before the engine, and writes of which only the
    /// database took note. Parents come before their children. Works in many small transactions, each of which stands when a
    /// later one fails, so that it may be ended at any time and called again; the store serves meanwhile.
    /// </summary>
    Task<CatchUpReport> CatchUpAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// The values as they will be read back once stored: what a column cannot hold (a fraction of a second, an
    /// offset) is gone. Decisions are made on these.
    /// </summary>
    FieldValues Normalize(EntityModel entity, FieldValues values);
}
