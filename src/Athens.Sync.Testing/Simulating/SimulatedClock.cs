namespace Athens.Sync.Testing.Simulating;

/// <summary>A device's clock: the day's, and wrong by as much as it has jumped.</summary>
internal sealed class SimulatedClock(TimeProvider time) : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Ahead;
}
