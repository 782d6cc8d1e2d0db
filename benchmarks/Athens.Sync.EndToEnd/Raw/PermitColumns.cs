using System.Text.Json;
using Athens.Sync.EndToEnd.Permits;

namespace Athens.Sync.EndToEnd.Raw;

/// <summary>A permit as the columns of a table, for what has no mapper.</summary>
public static class PermitColumns
{
    public static IReadOnlyList<string> Names { get; } =
        ["id", "project_id", "title", "description", "location", "permit_type", "control_measures", "ppe_requirements", "safety_checklist", "planned_start_time", "planned_end_time", "priority", "status", "version"];

    public static string Table { get; } = $"CREATE TABLE IF NOT EXISTS raw_permits ({string.Join(", ", Names.Select(name => name switch { "id" => "id text PRIMARY KEY", "version" => "version bigint NOT NULL", _ => $"{name} text" }))})";

    /// <summary>Puts rows in, or over those with the same key.</summary>
    /// <param name="rows">How many at once.</param>
    public static string Upsert(int rows)
    {
        IEnumerable<string> values = Enumerable.Range(0, rows).Select(row => $"({string.Join(", ", Names.Select((_, column) => $"@p{(row * Names.Count) + column}"))})");
        return $"INSERT INTO raw_permits VALUES {string.Join(", ", values)} ON CONFLICT (id) DO UPDATE SET {string.Join(", ", Names.Skip(1).Select(name => $"{name} = excluded.{name}"))}";
    }

    /// <summary>Rows as one edition after the other has them: a database writes nothing where nothing is otherwise.</summary>
    public static List<object[]> Rows(string scope, int count, int edition = 1) => [.. Enumerable.Range(0, count).Select(n => ValuesOf(PermitMaker.Make(scope, n), edition))];

    private static object[] ValuesOf(Permit permit, int edition)
    {
        string location = edition == 1 ? permit.Location : $"moved {edition}, {permit.Location}";
        return
        [
            permit.Id, permit.ProjectId, permit.Title, permit.Description, location, permit.PermitType, permit.ControlMeasures,
            JsonSerializer.Serialize(permit.PpeRequirements), JsonSerializer.Serialize(permit.SafetyChecklist),
            permit.PlannedStartTime!.Value.ToString("O"), permit.PlannedEndTime!.Value.ToString("O"), permit.Priority, permit.Status, (long)edition,
        ];
    }
}
