namespace Athens.Sync.Client;

/// <summary>What an engine does, and what its loop plans: kept for its status, and told to who follows it.</summary>
internal sealed class SyncActivity
{
    private readonly Lock gate = new();
    private ActivityState state = new();

    /// <summary>Something is other than before. Handlers must not wait or throw.</summary>
    public event Action? Changed;

    /// <summary>A cycle begins: what is committed from here on, it may not send.</summary>
    public event Action? CycleBegan;

    /// <summary>A cycle ended: with null when it came to its end, with a cancellation when its caller gave up, or with what went wrong.</summary>
    public event Action<Exception?>? CycleEnded;

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
        Update(now => failure switch
        {
            null => now with { IsSyncing = false, Failure = null, HasNetwork = true },
            OperationCanceledException => now with { IsSyncing = false },
            _ => now with { IsSyncing = false, Failure = failure },
        });
        CycleEnded?.Invoke(failure);
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
