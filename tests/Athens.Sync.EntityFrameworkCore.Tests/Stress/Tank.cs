namespace Athens.Sync.EntityFrameworkCore.Tests.Stress;

/// <summary>A shared parent, counted up by many.</summary>
public sealed class Tank
{
    public string Id { get; set; } = "";

    public string Site { get; set; } = "";

    public string Note { get; set; } = "";

    public long Count { get; set; }

    public long Version { get; set; }
}
