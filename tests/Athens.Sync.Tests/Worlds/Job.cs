using System.Text.Json;

namespace Athens.Sync.Tests.Worlds;

/// <summary>An entity that has every kind of field that matters.</summary>
public sealed class Job
{
    public string Id { get; set; } = "";

    public string SiteId { get; set; } = "";

    public string Title { get; set; } = "";

    public string? Notes { get; set; }

    public int Priority { get; set; }

    public List<string> Tags { get; set; } = [];

    public Dictionary<string, JsonElement> Checks { get; set; } = [];

    public decimal Latitude { get; set; }

    public decimal Longitude { get; set; }

    public int Counter { get; set; }

    public string? Remark { get; set; }

    public string Status { get; set; } = "draft";

    public string? ApprovedBy { get; set; }
}
