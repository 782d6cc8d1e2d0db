namespace Athens.Sync.EntityFrameworkCore.Tests.Columns;

/// <summary>An owned part.</summary>
public sealed class Box
{
    public string Label { get; set; } = "";

    public DayOfWeek Day { get; set; }

    public long Weight { get; set; }

    public List<string> Marks { get; set; } = [];
}
