using System.Text.Json;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device.Own;

/// <summary>An entity that has every kind of field that matters, and a column that is the device's alone.</summary>
public sealed class Job
{
    public string Id { get; set; } = "";

    public string SiteId { get; set; } = "north";

    public string Title { get; set; } = "";

    public string? Notes { get; set; }

    public long Serial { get; set; }

    public decimal Amount { get; set; }

    public double Ratio { get; set; }

    public DateTimeOffset? DueAt { get; set; }

    public JobKind Kind { get; set; }

    public List<string> Tags { get; set; } = [];

    public Dictionary<string, JsonElement> Checks { get; set; } = [];

    public int Counter { get; set; }

    public string Status { get; set; } = "draft";

    public string? ApprovedBy { get; set; }

    /// <summary>Not synced.</summary>
    public bool IsPinned { get; set; }
}
