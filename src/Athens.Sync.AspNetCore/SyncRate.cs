namespace Athens.Sync.AspNetCore;

/// <summary>How many requests are taken in a span of time: so many at once, and then evenly as the span goes by.</summary>
public sealed record SyncRate
{
    /// <summary>Makes a rate.</summary>
    /// <param name="requests">How many, 1 to 1,000,000.</param>
    /// <param name="window">In which span, above zero and up to an hour.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is out of its bounds.</exception>
    public SyncRate(int requests, TimeSpan window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(requests, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(requests, 1_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window, TimeSpan.FromHours(1));
        Requests = requests;
        Window = window;
    }

    /// <summary>How many requests.</summary>
    public int Requests { get; }

    /// <summary>In which span of time.</summary>
    public TimeSpan Window { get; }
}
