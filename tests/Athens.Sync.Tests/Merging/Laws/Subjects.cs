using System.Text.Json;
using Athens.Sync.Merging;
using Athens.Sync.Testing;
using FsCheck;

namespace Athens.Sync.Tests.Merging.Laws;

/// <summary>Every built-in strategy, with the values that it is made for.</summary>
internal static class Subjects
{
    public static IReadOnlyList<LawSubject> All { get; } =
    [
        Of("set_merge", MergeStrategy.SetMerge, ValueKind.Set, Domains.Sets, Generators.Sets) with { Visibility = new LeafVisibility(), HasAllOf = TakesNothingBack },
        Of("true_wins of booleans", MergeStrategy.TrueWins, ValueKind.Boolean, Domains.Booleans, Generators.Booleans) with { HasAllOf = TakesNothingBack },
        Of("false_wins of booleans", MergeStrategy.FalseWins, ValueKind.Boolean, Domains.Booleans, Generators.Booleans) with { HasAllOf = TicksNothing },
        Checklist("true_wins of checklists", MergeStrategy.TrueWins, Domains.Checklists) with { HasAllOf = TakesNothingBack },
        Checklist("false_wins of checklists", MergeStrategy.FalseWins, Domains.Checklists) with { HasAllOf = TicksNothing },
        Checklist("true_wins of items", MergeStrategy.TrueWins, Domains.Items) with { HasAllOf = TakesNothingBack },
        Checklist("false_wins of items", MergeStrategy.FalseWins, Domains.Items) with { HasAllOf = TicksNothing },
        Of("monotonic", MergeStrategy.Monotonic([.. Domains.States]), ValueKind.Text, Domains.Orders, Generators.States) with { HasAllOf = HasRankOf },
        Of("max of numbers", MergeStrategy.Max, ValueKind.Number, Domains.Numbers, Generators.Numbers),
        Of("min of numbers", MergeStrategy.Min, ValueKind.Number, Domains.Numbers, Generators.Numbers),
        Of("max of timestamps", MergeStrategy.Max, ValueKind.Timestamp, Domains.Timestamps, Generators.Timestamps),
        Of("min of timestamps", MergeStrategy.Min, ValueKind.Timestamp, Domains.Timestamps, Generators.Timestamps),
        Of("max of anything", MergeStrategy.Max, ValueKind.Json, Domains.Anything, Generators.Scalars),
        Of("counter", MergeStrategy.Counter, ValueKind.Number, Domains.Numbers, Generators.Numbers) with { Visibility = null, Atoms = null },
        Of("text_merge", MergeStrategy.TextMerge, ValueKind.Text, Domains.Texts, Generators.Texts) with { Visibility = null, Atoms = Atoms.LinesOf },
        Stamped("last_write_wins", MergeStrategy.LastWriteWins, Generators.Anything),
        Of("client_wins", MergeStrategy.ClientWins, ValueKind.Json, Domains.Anything, Generators.Anything),
        Of("server_wins", MergeStrategy.ServerWins, ValueKind.Json, Domains.Anything, Generators.Anything),
        Of("manual", MergeStrategy.Manual, ValueKind.Json, Domains.Anything, Generators.Anything),
        Map("map_merge of set_merge", MergeStrategy.SetMerge, Domains.MapsOfSets, Generators.MapsOfSets),
        Map("map_merge of map_merge", MergeStrategy.MapMerge(MergeStrategy.SetMerge), Domains.Anything, Generators.MapsOfSets),
        Map("map_merge of counter", MergeStrategy.Counter, Domains.MapsOfNumbers, Generators.MapsOfNumbers) with { Visibility = null, Atoms = null },
        Map("map_merge of max", MergeStrategy.Max, Domains.MapsOfNumbers, Generators.MapsOfNumbers),
        Map("map_merge of manual", MergeStrategy.Manual, Domains.MapsOfNumbers, Generators.MapsOfNumbers),
        Map("map_merge of client_wins", MergeStrategy.ClientWins, Domains.MapsOfNumbers, Generators.MapsOfNumbers),
        Map("map_merge of last_write_wins", MergeStrategy.LastWriteWins, Domains.Stamped, Generators.MapsOfNumbers) with { Any = Generators.StampedSides(Generators.MapsOfNumbers) },
    ];

    public static LawSubject Find(string name) => All.Single(s => s.Name == name);

    private static LawSubject Of(string name, IMergeStrategy strategy, ValueKind kind, IReadOnlyList<MergeSide> all, Gen<string?> any) =>
        new(name, strategy, kind) { All = all, Any = Generators.Sides(any) };

    private static LawSubject Checklist(string name, IMergeStrategy strategy, IReadOnlyList<MergeSide> all) =>
        Of(name, strategy, ValueKind.Json, all, Generators.Checklists) with { Visibility = new LeafVisibility(areItems: true), Atoms = Atoms.OfItems };

    private static LawSubject Map(string name, IMergeStrategy values, IReadOnlyList<MergeSide> all, Gen<string?> any) =>
        Of(name, MergeStrategy.MapMerge(values), ValueKind.Map, all, any) with { Visibility = new LeafVisibility() };

    private static LawSubject Stamped(string name, IMergeStrategy strategy, Gen<string?> any) =>
        new(name, strategy, ValueKind.Json) { All = Domains.Stamped, Any = Generators.StampedSides(any) };

    private static bool TakesNothingBack(MergeSide side, MergeSide result) =>
        ThreeWayMerge.Lessens(MergeStrategy.TrueWins, side.Value, result.Value).Count == 0;

    private static bool TicksNothing(MergeSide side, MergeSide result) => side.Value switch
    {
        { ValueKind: JsonValueKind.False } => result.Value is { ValueKind: JsonValueKind.False },
        { ValueKind: JsonValueKind.Object } map => map.EnumerateObject().Where(p => IsOff(p.Value)).All(p => result.Value is { } r && IsOff(r.GetProperty(p.Name))),
        _ => true,
    };

    private static bool IsOff(JsonElement item) => item.ValueKind is JsonValueKind.False
        || (item.ValueKind is JsonValueKind.Object && item.TryGetProperty("done", out JsonElement done) && done.ValueKind is JsonValueKind.False);

    private static bool HasRankOf(MergeSide side, MergeSide result) => Rank(result) >= Rank(side);

    private static int Rank(MergeSide side) => Domains.States.ToList().IndexOf(side.Value?.ToString() ?? "");
}
