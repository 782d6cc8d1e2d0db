namespace Athens.Sync.Scheduling;

/// <summary>
/// Decides when to try next. Pure: the moment and the chance (from 0 up to, not including, 1) are given.
/// </summary>
/// <remarks>
/// As long as the device is online, no cycle is under way and the server has not refused the caller, there is a next try. A local
/// change is tried within <see cref="SyncLoopOptions.DebounceMax"/>; after a failure, within its pause; after a reconnect, within the
/// spread, also where the change is long overdue, for then a thousand devices have overdue changes. What happens during a cycle is
/// not covered by it: it leads to another one.
/// </remarks>
internal sealed class LoopDecider(SyncLoopOptions options)
{
    /// <summary>The interval is drawn from this much of it below and above.</summary>
    public const double IntervalSpread = 0.1;

    /// <summary>When to try next; null when there is nothing to wait for but an event.</summary>
    public TimeSpan? Next(LoopState state)
    {
        if (state.IsRunning || state.IsRefused)
            return null;
        if (!state.IsOnline && state.AskedFor is null)
            return null;
        if (state.Retry is { } retry && (state.IsHeldOff || state.AskedFor is null))
            return retry;
        return state.AskedFor ?? Earlier(state.Regular, Quiet(state));
    }

    public LoopState Started(LoopState state, TimeSpan now, double chance) => new()
    {
        IsOnline = state.IsOnline,
        IsRunning = state.IsRunning,
        IsHeldOff = state.IsHeldOff,
        Retry = state.IsHeldOff ? state.Retry : null,
        AskedFor = state.IsOnline ? now : null,
        Regular = Regular(now, chance),
    };

    /// <summary>The app changed something, or something else wrote to the store.</summary>
    public static LoopState Changed(LoopState state, TimeSpan now) => state with { FirstChange = state.FirstChange ?? now, LastChange = now };

    /// <summary>Somebody knows that it is worth a try: there is news, or a new sign-in. It is tried even where there should be no network.</summary>
    public LoopState Woken(LoopState state, TimeSpan now, double chance) => Ask(state with { IsRefused = false }, now, chance);

    /// <summary>The device was told whether it has a network. A new one makes the pause after earlier failures pointless.</summary>
    public LoopState Told(LoopState state, bool isOnline, TimeSpan now, double chance)
    {
        if (!isOnline)
            return state with { IsOnline = false, IsCutOff = true, AskedFor = null };
        return state is { IsOnline: true, Failures: 0 } ? state : Ask(state with { IsOnline = true, IsCutOff = false }, now, chance);
    }

    /// <summary>A cycle begins. It covers all that was changed and asked for until now.</summary>
    public static LoopState Began(LoopState state) => state with { IsRunning = true, IsCutOff = false, AskedFor = null, FirstChange = null, LastChange = null };

    /// <summary>A cycle came to its end.</summary>
    public LoopState Succeeded(LoopState state, TimeSpan now, double chance) => state with
    {
        IsRunning = false,
        IsOnline = !state.IsCutOff,
        IsRefused = false,
        IsHeldOff = false,
        Failures = 0,
        Retry = null,
        Regular = Regular(now, chance),
    };

    /// <summary>A cycle failed; what it should have sent is tried again after a pause.</summary>
    public LoopState Failed(LoopState state, Exception failure, TimeSpan now, double chance)
    {
        var answer = failure as SyncTransportException;
        int failures = Math.Min(state.Failures, int.MaxValue - 1) + 1;
        return state with
        {
            IsRunning = false,
            IsRefused = answer?.Failure is TransportFailure.Unauthorized,
            IsHeldOff = answer?.RetryAfter is not null,
            Failures = failures,
            Retry = now + HeldOff(answer?.RetryAfter) + Backoff.Pause(options, failures, chance),
        };
    }

    /// <summary>A cycle was given up by whoever began it; what it should have sent is as a new change.</summary>
    public static LoopState GivenUp(LoopState state, TimeSpan now) => Changed(state with { IsRunning = false }, now);

    private LoopState Ask(LoopState state, TimeSpan now, double chance)
    {
        TimeSpan at = now + options.Spread * chance;
        return state with { AskedFor = state.AskedFor is { } asked && asked < at ? asked : at };
    }

    /// <summary>When the changes have been quiet for long enough, or have been put off for long enough.</summary>
    private TimeSpan? Quiet(LoopState state) => state is { FirstChange: { } first, LastChange: { } last }
        ? Earlier(last + options.Debounce, first + options.DebounceMax)
        : null;

    private TimeSpan Regular(TimeSpan now, double chance) => now + options.Interval * (1 - IntervalSpread + 2 * IntervalSpread * chance);

    private TimeSpan HeldOff(TimeSpan? asked) => asked switch
    {
        null => TimeSpan.Zero,
        { } time when time < TimeSpan.Zero => TimeSpan.Zero,
        { } time => time < options.RetryAfterMax ? time : options.RetryAfterMax,
    };

    private static TimeSpan Earlier(TimeSpan one, TimeSpan? other) => other < one ? other.Value : one;
}
