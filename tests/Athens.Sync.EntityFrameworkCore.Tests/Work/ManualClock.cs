using Microsoft.Extensions.Time.Testing;

namespace Athens.Sync.EntityFrameworkCore.Tests.Work;

/// <summary>Tells the time that the test says; what waits is due at once.</summary>
public sealed class ManualClock(DateTimeOffset now) : FakeTimeProvider(now)
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime < TimeSpan.Zero ? dueTime : TimeSpan.Zero, period);
}
