namespace Athens.Sync.Scheduling;

/// <summary>
/// How long to pause after failures: exponential, with full jitter, so that devices that failed together do not come back
/// together.
/// </summary>
internal static class Backoff
{
    /// <param name="options">The first ceiling, and the last.</param>
    /// <param name="failures">How many cycles failed one after the other. 1 or more.</param>
    /// <param name="chance">From 0 up to, not including, 1.</param>
    public static TimeSpan Pause(SyncLoopOptions options, int failures, double chance) => Ceiling(options, failures) * chance;

    /// <summary>The longest pause after so many failures.</summary>
    public static TimeSpan Ceiling(SyncLoopOptions options, int failures)
    {
        double doubled = options.BackoffFirst.Ticks * Math.Pow(2, failures - 1);
        return doubled < options.BackoffMax.Ticks ? TimeSpan.FromTicks((long)doubled) : options.BackoffMax;
    }
}
