namespace Athens.Sync.Benchmarks;

/// <summary>A permit of twelve fields and some 700 bytes of JSON: a field for each way to merge.</summary>
public sealed class MergedPermit
{
    public string Id { get; set; } = "";

    public string Title { get; set; } = "";

    public string Description { get; set; } = "";

    public string Remarks { get; set; } = "";

    public string Location { get; set; } = "";

    public string[] PpeRequirements { get; set; } = [];

    public Dictionary<string, bool> SafetyChecklist { get; set; } = [];

    public bool IsolationsProven { get; set; }

    public string RiskLevel { get; set; } = "";

    public int WorkersInside { get; set; }

    public decimal HighestGasReading { get; set; }

    public DateTimeOffset ValidFrom { get; set; }

    public DateTimeOffset ValidUntil { get; set; }
}
