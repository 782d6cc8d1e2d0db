using Athens.Sync.Wire;

namespace Athens.Sync.Client;

/// <summary>Counts what a cycle does while it runs, and tells who follows it.</summary>
/// <param name="progress">Who follows the cycle, if anyone does.</param>
/// <param name="waiting">How many changes waited when the cycle began.</param>
internal sealed class SyncTally(IProgress<SyncProgress>? progress = null, int waiting = 0)
{
    public int Applied { get; private set; }

    public int Merged { get; private set; }

    public int Conflicts { get; private set; }

    public int Rejected { get; private set; }

    public int Pulled { get; private set; }

    public bool Refreshed { get; set; }

    public bool Registered { get; set; }

    private int Sent => Applied + Merged + Conflicts + Rejected;

    public void Count(PushResponse response)
    {
        int merged = response.Applied.Count(a => a.Status is AppliedStatus.Merged);
        Merged += merged;
        Applied += response.Applied.Count - merged;
        Conflicts += response.Conflicts.Count;
        Rejected += response.Rejected.Count;
        Tell(SyncPhase.Push);
    }

    public void Count(PullResponse page)
    {
        Pulled += page.Changes.Count;
        Tell(SyncPhase.Pull);
    }

    /// <summary>Tells how far a half is.</summary>
    public void Tell(SyncPhase phase) => progress?.Report(phase is SyncPhase.Push
        ? new SyncProgress { Phase = phase, Done = Sent, Total = Math.Max(waiting, Sent) }
        : new SyncProgress { Phase = phase, Done = Pulled });

    public SyncReport Report(SyncException? failure) => new()
    {
        Applied = Applied,
        Merged = Merged,
        Conflicts = Conflicts,
        Rejected = Rejected,
        Pulled = Pulled,
        Refreshed = Refreshed,
        Failure = failure,
    };
}
