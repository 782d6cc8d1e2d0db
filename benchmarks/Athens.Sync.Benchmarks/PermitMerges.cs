using System.Text.Json;
using Athens.Sync.Merging;
using Athens.Sync.Modeling;

namespace Athens.Sync.Benchmarks;

/// <summary>A permit as it was, as a device left it and as the server holds it: what is merged, field by field.</summary>
internal static class PermitMerges
{
    private const string Known = """
        {"title":"Hot work on tank 4, inlet flange","description":"Cut out and replace the corroded inlet flange of tank 4, with a fire watch posted until an hour after the last spark.",
         "remarks":"Access by the north ladder.\nRadio channel 7.\nTell the control room before the first cut.","location":"Tank farm B, tank 4, north side",
         "ppe_requirements":["helmet","gloves","face shield","fire blanket"],"safety_checklist":{"gas_free":false,"drained":true,"blinded":true,"fire_watch":false},
         "isolations_proven":false,"risk_level":"medium","workers_inside":3,"highest_gas_reading":12.5,"valid_from":"2026-03-01T08:00:00+01:00","valid_until":"2026-03-01T16:00:00+01:00"}
        """;

    private const string Edited = """
        {"title":"Hot work on tank 4, both flanges","description":"Cut out and replace both corroded flanges of tank 4, with a fire watch posted until an hour after the last spark.",
         "remarks":"Access by the south ladder.\nRadio channel 7.\nTell the control room before the first cut.","location":"Tank farm B, tank 4, south side",
         "ppe_requirements":["helmet","gloves","face shield","fire blanket","gas meter"],"safety_checklist":{"gas_free":true,"drained":true,"blinded":true,"fire_watch":false},
         "isolations_proven":true,"risk_level":"high","workers_inside":5,"highest_gas_reading":14.0,"valid_from":"2026-03-01T09:00:00+01:00","valid_until":"2026-03-01T18:00:00+01:00"}
        """;

    private const string Others = """
        {"title":"Hot work on tank 4, inlet","description":"Cut out the corroded inlet flange of tank 4, with two people on fire watch until an hour after the last spark.",
         "remarks":"Access by the north ladder.\nRadio channel 7.\nTell the control room before and after each cut.","location":"Tank farm B, tank 4",
         "ppe_requirements":["helmet","gloves","face shield","ear plugs"],"safety_checklist":{"gas_free":false,"drained":true,"blinded":true,"fire_watch":true},
         "isolations_proven":false,"risk_level":"medium","workers_inside":4,"highest_gas_reading":13.0,"valid_from":"2026-03-01T08:30:00+01:00","valid_until":"2026-03-01T17:00:00+01:00"}
        """;

    public static EntityModel Permit { get; } = SyncModel.Create(model => model.Entity<MergedPermit>("permit", permit =>
    {
        permit.Key(p => p.Id);
        permit.Fields(p => p.Title, p => p.Description);
        permit.Field(p => p.Remarks).Merge(MergeStrategy.TextMerge);
        permit.Field(p => p.Location).Merge(MergeStrategy.LastWriteWins);
        permit.Field(p => p.PpeRequirements).Merge(MergeStrategy.SetMerge);
        permit.Field(p => p.SafetyChecklist).Merge(MergeStrategy.TrueWins);
        permit.Field(p => p.IsolationsProven).Merge(MergeStrategy.TrueWins);
        permit.Field(p => p.RiskLevel).Merge(MergeStrategy.Monotonic("low", "medium", "high"));
        permit.Field(p => p.WorkersInside).Merge(MergeStrategy.Counter);
        permit.Field(p => p.HighestGasReading).Merge(MergeStrategy.Max);
        permit.Field(p => p.ValidFrom).Merge(MergeStrategy.ServerWins);
        permit.Field(p => p.ValidUntil).Merge(MergeStrategy.Min);
    })).Entity("permit");

    /// <summary>Only the device has moved, in every field.</summary>
    public static MergeInput[] Clean() => Inputs(Known, Known, Edited);

    /// <summary>The device has moved the one half of the fields, and others the other half: rows 2 and 3 of the table.</summary>
    public static MergeInput[] Apart() => [.. Clean().Zip(Inputs(Known, Others, Known)).Select((pair, field) => field % 2 == 0 ? pair.First : pair.Second)];

    /// <summary>Both have moved every field.</summary>
    public static MergeInput[] Both() => Inputs(Known, Others, Edited);

    private static MergeInput[] Inputs(string known, string server, string client)
    {
        JsonElement[] sides = [JsonElement.Parse(known), JsonElement.Parse(server), JsonElement.Parse(client)];
        var at = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        return [.. Permit.Fields.Select(field => new MergeInput
        {
            Base = sides[0].GetProperty(field.Name),
            HasBase = true,
            Server = sides[1].GetProperty(field.Name),
            Client = sides[2].GetProperty(field.Name),
            ServerStamp = new Stamp(at, "server"),
            ClientStamp = new Stamp(at.AddMinutes(1), "device"),
            Kind = field.Kind,
        })];
    }
}
