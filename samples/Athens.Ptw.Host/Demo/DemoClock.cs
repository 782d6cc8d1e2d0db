namespace Athens.Ptw.Host.Demo;

/// <summary>The clock of the played day: it stands until the story moves it. Timers, which only guard the network, run in real time.</summary>
internal sealed class DemoClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset now = start;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => now;

    /// <summary>Moves the clock on to a time of the day.</summary>
    public void MoveTo(int hour, int minute) => now = new DateTimeOffset(now.Date, TimeSpan.Zero).AddHours(hour).AddMinutes(minute);
}
