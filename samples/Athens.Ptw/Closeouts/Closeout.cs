using System.Text.Json;

namespace Athens.Ptw.Closeouts;

/// <summary>What is checked when the job is done: the tools out, the guards back, the area handed over.</summary>
public sealed class Closeout
{
    public string Id { get; set; } = "";

    public string PermitId { get; set; } = "";

    /// <summary>By item key, in the same two forms as a permit's safety checklist.</summary>
    public Dictionary<string, JsonElement> Checklist { get; set; } = [];

    public string Remarks { get; set; } = "";
}
