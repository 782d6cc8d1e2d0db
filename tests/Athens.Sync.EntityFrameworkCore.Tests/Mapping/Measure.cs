namespace Athens.Sync.EntityFrameworkCore.Tests.Mapping;

/// <summary>An entity mapped as EF maps by default, which loses parts of some values.</summary>
public sealed class Measure
{
    public string Id { get; set; } = "";

    public decimal Amount { get; set; }

    public decimal Rounded { get; set; }

    public decimal? Exact { get; set; }

    public double AsFloat { get; set; }

    public DateTime At { get; set; }

    public DateTimeOffset Moment { get; set; }

    public DateTimeOffset? ExactMoment { get; set; }

    public DateTimeOffset Seconds { get; set; }

    public TimeSpan Duration { get; set; }

    public TimeOnly Time { get; set; }

    public DayOfWeek Day { get; set; }

    public string? Text { get; set; }
}
