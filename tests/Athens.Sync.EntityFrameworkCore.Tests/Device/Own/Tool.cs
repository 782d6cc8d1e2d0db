namespace Athens.Sync.EntityFrameworkCore.Tests.Device.Own;

/// <summary>An entity that refers to a job, and whose key the app gives.</summary>
public sealed class Tool
{
    public int Id { get; set; }

    public string SiteId { get; set; } = "north";

    public string Name { get; set; } = "";

    public string? UsedFor { get; set; }
}
