using Microsoft.Extensions.Time.Testing;

namespace Athens.Sync.Tests.Worlds;

/// <summary>A device's clock that its user sets as he likes; what counts time goes on as the world's does.</summary>
public sealed class WallClock(FakeTimeProvider world) : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override long TimestampFrequency => world.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => world.GetUtcNow() + Ahead;

    public override long GetTimestamp() => world.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        world.CreateTimer(callback, state, dueTime, period);
}
