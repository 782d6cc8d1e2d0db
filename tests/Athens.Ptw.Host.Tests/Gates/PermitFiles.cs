using System.Text.Json;
using Athens.Ptw.Catalogue;
using Athens.Ptw.Closeouts;
using Athens.Ptw.Gas;
using Athens.Ptw.Gates;
using Athens.Ptw.Isolation;
using Athens.Ptw.Permits;

namespace Athens.Ptw.Host.Tests.Gates;

/// <summary>Permit files that are ready for a gate, for a test to spoil one thing of.</summary>
internal static class PermitFiles
{
    public static readonly PermitCatalogue SitesCatalogue = CatalogueFile.Default;

    private static readonly DateTimeOffset Morning = new(2020, 3, 2, 6, 0, 0, TimeSpan.FromHours(3));

    public static PermitFile ReadyToStart(string code)
    {
        PermitType type = SitesCatalogue.Find(code)!;
        return new PermitFile(
            Permit(type),
            [.. type.GasLimits.Select(limit => Reading(limit, 0))],
            [Point(IsolationStatus.Verified)],
            []);
    }

    public static PermitFile ReadyToComplete(string code) => ReadyToStart(code) with
    {
        IsolationPoints = [Point(IsolationStatus.Deisolated)],
        Closeouts = [new Closeout { Checklist = Ticked(SitesCatalogue.Find(code)!.CloseoutChecklist) }],
    };

    public static IsolationPoint Point(string status) => new() { Name = "V-1204", Status = status };

    public static GasReading Reading(string gas, decimal value, int minute, string unit = "%") =>
        new() { Gas = gas, Value = value, Unit = unit, TakenAt = Morning.AddMinutes(minute) };

    public static Dictionary<string, JsonElement> Ticked(IEnumerable<ChecklistItem> items) =>
        items.ToDictionary(item => item.Key, _ => JsonElement.Parse("true"));

    private static GasReading Reading(GasLimit limit, int minute) =>
        Reading(limit.Gas, limit.AtLeast ?? 0, minute, limit.Unit);

    private static Permit Permit(PermitType type) => new()
    {
        Title = "Weld the bracket",
        Description = "Weld a pipe bracket to the platform",
        Location = "Tank 4",
        PermitType = type.Code,
        PpeRequirements = [.. type.MandatoryPpe],
        SafetyChecklist = Ticked(type.Checklist),
        PlannedStartTime = Morning,
        PlannedEndTime = Morning.AddHours(4),
    };
}
