namespace Athens.Sync.EndToEnd.Permits;

/// <summary>The row that is moved: a dozen fields, some 700 bytes of JSON.</summary>
public sealed class Permit
{
    public string Id { get; set; } = "";

    public string ProjectId { get; set; } = "";

    public string Title { get; set; } = "";

    public string Description { get; set; } = "";

    public string Location { get; set; } = "";

    public string PermitType { get; set; } = "";

    public string ControlMeasures { get; set; } = "";

    public List<string> PpeRequirements { get; set; } = [];

    public Dictionary<string, bool> SafetyChecklist { get; set; } = [];

    public DateTimeOffset? PlannedStartTime { get; set; }

    public DateTimeOffset? PlannedEndTime { get; set; }

    public string Priority { get; set; } = "medium";

    public string Status { get; set; } = "draft";
}
