namespace Athens.Sync.EntityFrameworkCore.Tests.Stress;

/// <summary>A child of a tank, counted up by many.</summary>
public sealed class Valve
{
    public string Id { get; set; } = "";

    public string TankId { get; set; } = "";

    public string Note { get; set; } = "";

    public long Count { get; set; }

    public long Version { get; set; }
}
