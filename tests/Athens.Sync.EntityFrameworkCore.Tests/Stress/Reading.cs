namespace Athens.Sync.EntityFrameworkCore.Tests.Stress;

/// <summary>A child of a tank that is only ever added.</summary>
public sealed class Reading
{
    public string Id { get; set; } = "";

    public string TankId { get; set; } = "";

    public string Note { get; set; } = "";

    public long Version { get; set; }
}
