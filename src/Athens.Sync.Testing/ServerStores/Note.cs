using System.Text.Json;

namespace Athens.Sync.Testing.ServerStores;

/// <summary>An entity with a field of each kind; its scope is its project.</summary>
public sealed class Note
{
    /// <summary>The key.</summary>
    public string Id { get; set; } = "";

    /// <summary>The scope.</summary>
    public string Project { get; set; } = "";

    /// <summary>Text that may not be null.</summary>
    public string Title { get; set; } = "";

    /// <summary>Text that may be null.</summary>
    public string? Remarks { get; set; }

    /// <summary>A set.</summary>
    public List<string> Tags { get; set; } = [];

    /// <summary>A map with any JSON for values.</summary>
    public Dictionary<string, JsonElement> Checklist { get; set; } = [];

    /// <summary>A decimal, whose scale counts as part of it.</summary>
    public decimal Amount { get; set; }

    /// <summary>A whole number of 64 bits.</summary>
    public long Count { get; set; }

    /// <summary>A number with a binary fraction.</summary>
    public double? Weight { get; set; }

    /// <summary>A moment with its offset.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>An enum.</summary>
    public NotePriority Priority { get; set; }

    /// <summary>A boolean.</summary>
    public bool Done { get; set; }

    /// <summary>A UUID.</summary>
    public Guid? Owner { get; set; }
}
