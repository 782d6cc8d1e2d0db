using Athens.Sync.Scheduling;

namespace Athens.Sync.Tests.Scheduling;

/// <summary>A thousand devices that lose and find their server together must not come back together.</summary>
public sealed class ThousandDevicesTests
{
    private const int Devices = 1000;
    private static readonly SyncLoopOptions Options = new();
    private static readonly LoopDecider Decider = new(Options);

    private readonly Random random = new(20260301);

    private static SyncTransportException Busy(TimeSpan? retryAfter = null) => new(TransportFailure.Unavailable, "Busy.") { RetryAfter = retryAfter };

    /// <summary>No tenth of the window holds less than half or more than one and a half of what is its share.</summary>
    private static void AssertSpread(IEnumerable<TimeSpan> moments, TimeSpan from, TimeSpan window)
    {
        int[] tenths = new int[10];
        foreach (TimeSpan moment in moments)
        {
            Assert.InRange(moment, from, from + window);
            tenths[Math.Min(9, (int)((moment - from) / window * 10))]++;
        }
        Assert.All(tenths, count => Assert.InRange(count, Devices / 20, Devices * 3 / 20));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(12)]
    public void Devices_ThatFailedTogether_TryAgainAllOverThePause(int failures)
    {
        TimeSpan now = TimeSpan.FromHours(1);
        AssertSpread(Each(state => Decider.Failed(state with { Failures = failures - 1 }, Busy(), now, random.NextDouble())), now, Backoff.Ceiling(Options, failures));
    }

    [Fact]
    public void Devices_AskedToWaitTogether_TryAgainAfterThatAndSpread()
    {
        TimeSpan asked = TimeSpan.FromSeconds(30);
        AssertSpread(Each(state => Decider.Failed(state with { Failures = 3 }, Busy(asked), TimeSpan.Zero, random.NextDouble())), asked, Backoff.Ceiling(Options, 4));
    }

    [Fact]
    public void Devices_ThatReconnectTogether_TryAllOverTheSpread() =>
        AssertSpread(Each(state => Decider.Told(state with { IsOnline = false }, true, TimeSpan.Zero, random.NextDouble())), TimeSpan.Zero, Options.Spread);

    [Fact]
    public void Devices_WokenTogether_TryAllOverTheSpread() =>
        AssertSpread(Each(state => Decider.Woken(state, TimeSpan.Zero, random.NextDouble())), TimeSpan.Zero, Options.Spread);

    [Fact]
    public void Devices_StartedTogether_DriftApart() => AssertSpread(
        Each(state => Decider.Succeeded(LoopDecider.Began(state), TimeSpan.Zero, random.NextDouble())),
        Options.Interval * 0.9,
        Options.Interval * 0.2);

    /// <summary>A server that can take fifty a second, and turns the others away, comes back to a thousand that waited for it.</summary>
    [Fact]
    public void Devices_WhoseServerComesBackWeak_AllGetThroughSoonAndWithoutMuchAsking()
    {
        const int PerSecond = 50;
        var due = new PriorityQueue<LoopState, TimeSpan>();
        foreach (LoopState state in Enumerable.Repeat(new LoopState { IsOnline = false, Regular = TimeSpan.MaxValue }, Devices))
            Plan(Decider.Told(state, true, TimeSpan.Zero, random.NextDouble()));
        var taken = new Dictionary<long, int>();
        int tries = 0;
        TimeSpan last = TimeSpan.Zero;
        while (due.TryDequeue(out LoopState? state, out TimeSpan now))
        {
            tries++;
            long second = (long)now.TotalSeconds;
            if (taken.GetValueOrDefault(second) == PerSecond)
            {
                Plan(Decider.Failed(LoopDecider.Began(state), Busy(), now, random.NextDouble()));
                continue;
            }
            taken[second] = taken.GetValueOrDefault(second) + 1;
            last = now;
        }
        Assert.Equal(Devices, taken.Values.Sum());
        Assert.InRange(last, TimeSpan.FromSeconds(Devices / PerSecond - 1), TimeSpan.FromMinutes(5));
        Assert.InRange(tries, Devices, Devices * 10);

        void Plan(LoopState state) => due.Enqueue(state, Decider.Next(state)!.Value);
    }

    private static IEnumerable<TimeSpan> Each(Func<LoopState, LoopState> happens) =>
        Enumerable.Range(0, Devices).Select(_ => Decider.Next(happens(new LoopState { Regular = TimeSpan.MaxValue }))!.Value);
}
