using System.Text.Json;

namespace Athens.Ptw.Permits;

/// <summary>Leave to do one job, at one place, between two times, under named controls.</summary>
public sealed class Permit
{
    public string Id { get; set; } = "";

    public string ProjectId { get; set; } = "";

    /// <summary>The number that is painted on the board at the gate. The server's series; a device takes it from a block that it leased.</summary>
    public long? Number { get; set; }

    public string Title { get; set; } = "";

    public string Description { get; set; } = "";

    public string Location { get; set; } = "";

    /// <summary>A code of the catalogue, such as <c>hot_work</c>.</summary>
    public string PermitType { get; set; } = "";

    public string ControlMeasures { get; set; } = "";

    /// <summary>Codes of the protective equipment to be worn; a set, kept in the order it was given.</summary>
    public List<string> PpeRequirements { get; set; } = [];

    /// <summary>By item key, either <c>true</c> or <c>{ "done": true, "comments": "…" }</c>; keys that the catalogue lacks are kept.</summary>
    public Dictionary<string, JsonElement> SafetyChecklist { get; set; } = [];

    public DateTimeOffset? PlannedStartTime { get; set; }

    public DateTimeOffset? PlannedEndTime { get; set; }

    public string Priority { get; set; } = PermitPriority.Medium;

    public string Status { get; set; } = PermitStatus.Draft;

    /// <summary>The server's: the user who created the permit.</summary>
    public string? CreatedBy { get; set; }

    /// <summary>The server's: the user whose approval stands.</summary>
    public string? ApprovedBy { get; set; }

    /// <summary>The server's: when that approval was taken in.</summary>
    public DateTimeOffset? ApprovedAt { get; set; }
}
