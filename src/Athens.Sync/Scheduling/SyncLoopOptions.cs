namespace Athens.Sync;

/// <summary>When a <see cref="SyncLoop"/> tries. Immutable; each value has a bound, and the loop refuses one outside of it by name.</summary>
public sealed record SyncLoopOptions
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>How long after a local change the loop waits for the next one before it tries. 500 ms; from 0 to a minute.</summary>
    public TimeSpan Debounce { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest that changes which keep coming put a try off. 5 seconds; from <see cref="Debounce"/> to 10 minutes.</summary>
    public TimeSpan DebounceMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How often the loop tries when nothing asks for it, to a tenth, so that devices started together drift apart. What lost every
    /// notification is at most this old. 5 minutes; from a second to a day.
    /// </summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A reconnect or a notification is followed by a try within this time, at random, for it comes to many devices at once.
    /// A second; from 0 to 5 minutes.
    /// </summary>
    public TimeSpan Spread { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The longest pause after the first failure. It doubles with each further one; the pause itself is anything from nothing to
    /// that, at random. 2 seconds; from a millisecond to <see cref="BackoffMax"/>.
    /// </summary>
    public TimeSpan BackoffFirst { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest pause after any failure. 5 minutes; up to a day.</summary>
    public TimeSpan BackoffMax { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest that the server can ask the loop to stay away, to which a random pause is added. An hour; from 0 to a day.</summary>
    public TimeSpan RetryAfterMax { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long a stop waits for the cycle under way to end by itself before it is cancelled, and then again for the cancelled one.
    /// 5 seconds; from 0 to 5 minutes.
    /// </summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <exception cref="ArgumentOutOfRangeException">A value is outside of its bounds; it is named.</exception>
    internal void Check()
    {
        Check(Debounce, nameof(Debounce), TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Check(DebounceMax, nameof(DebounceMax), Debounce, TimeSpan.FromMinutes(10));
        Check(Interval, nameof(Interval), TimeSpan.FromSeconds(1), Longest);
        Check(Spread, nameof(Spread), TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Check(BackoffMax, nameof(BackoffMax), TimeSpan.FromMilliseconds(1), Longest);
        Check(BackoffFirst, nameof(BackoffFirst), TimeSpan.FromMilliseconds(1), BackoffMax);
        Check(RetryAfterMax, nameof(RetryAfterMax), TimeSpan.Zero, Longest);
        Check(StopGrace, nameof(StopGrace), TimeSpan.Zero, TimeSpan.FromMinutes(5));
    }

    private static void Check(TimeSpan value, string name, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most)
            throw new ArgumentOutOfRangeException(name, value, $"It must be from {least} to {most}.");
    }
}
