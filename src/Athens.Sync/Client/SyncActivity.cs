namespace Athens.Sync.Client;

/// <summary>
/// What an engine does, and what its loop plans: kept for its status, and told to who follows it. The end of a cycle is told before
/// the status says so, so that there is no moment at which nothing runs and nothing is planned.
/// </summary>
internal sealed class SyncActivity
{
    private readonly Lock gate = new();
    private ActivityState state = new();

    /// <summary>Something is other than before. Handlers must not wait or throw.</summary>
    public event Action? Changed;

    /// <summary>A cycle begins: what is committed from here on, it may not send.</summary>
    public event Action? CycleBegan;

    /// <summary>A cycle came to its end (null), or failed.</summary>
    public event Action<Exception?>? CycleEnded;

    /// <summary>A cycle was cancelled by its caller.</summary>
    public event Action? CycleGivenUp;

    public ActivityState State
    {
        get
        {
            lock (gate)
                return state;
        }
    }

    public void Begin()
    {
        Update(now => now with { IsSyncing = true });
        CycleBegan?.Invoke();
    }

    public void End(Exception? failure)
    {
        CycleEnded?.Invoke(failure);
        Update(now => now with { IsSyncing = false, Failure = failure });
    }

    public void GiveUp()
    {
        CycleGivenUp?.Invoke();
        Update(now => now with { IsSyncing = false });
    }

    public void Update(Func<ActivityState, ActivityState> change)
    {
        lock (gate)
        {
            ActivityState before = state;
            state = change(state);
            if (state == before)
                return;
        }
        Changed?.Invoke();
    }
}
