using Athens.Sync.EntityFrameworkCore.Feed;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tracking;

/// <summary>One <c>SaveChanges</c> between its begin and its end.</summary>
/// <param name="Writes">What it writes of synced entities.</param>
/// <param name="At">When it began, by the server's clock.</param>
/// <param name="RestoreTo">What the context's transaction behaviour was, where it was changed for this save.</param>
internal sealed record SaveInProgress(IReadOnlyList<TrackedWrite> Writes, DateTimeOffset At, AutoTransactionBehavior? RestoreTo)
{
    /// <summary>The writer that stamps name where no device wrote.</summary>
    public const string Server = "server";

    /// <summary>The app's own writes; the engine's have a context that ends with their transaction.</summary>
    public IEnumerable<Candidate> Objects => Writes.Where(write => write.Candidate.Staged is null && !write.IsDeleted).Select(write => write.Candidate);

    public IEnumerable<FeedWrite> Seal() => Writes.Select(write => write.Seal(new Stamp(At, Server)));
}
