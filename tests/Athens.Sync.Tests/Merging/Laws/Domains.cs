using System.Text.Json;
using Athens.Sync.Testing;

namespace Athens.Sync.Tests.Merging.Laws;

/// <summary>Small domains of values, complete but for what makes no difference; each has values equal in other words.</summary>
internal static class Domains
{
    public static readonly IReadOnlyList<string> States = ["draft", "submitted", "approved", "active", "closed"];

    public static IReadOnlyList<Stamp?> Stamps { get; } =
    [
        null, new Stamp(DateTimeOffset.UnixEpoch, "a"), new Stamp(DateTimeOffset.UnixEpoch.ToOffset(TimeSpan.FromHours(1)), "a"),
        new Stamp(DateTimeOffset.UnixEpoch, "b"), new Stamp(DateTimeOffset.UnixEpoch.AddTicks(1), "a"),
    ];

    public static IReadOnlyList<MergeSide> Booleans { get; } = Sides([null, "null", "true", "false"]);

    public static IReadOnlyList<MergeSide> Sets { get; } = Sides([null, .. Subsets("\"a\"", "\"b\"", "3"), """[3.0,"b","a","b"]"""]);

    public static IReadOnlyList<MergeSide> Orders { get; } = Sides([null, .. States.Select(s => $"\"{s}\""), "\"unheard-of\""]);

    public static IReadOnlyList<MergeSide> Checklists { get; } = Sides([null, .. Maps(
        [null, "false", "true", """{"done":false,"comments":""}""", """{"done":true,"comments":"x"}"""])]);

    public static IReadOnlyList<MergeSide> Items { get; } = Sides(
    [
        "{}", "null", "true", """{"a":null}""", """{"a":true}""", """{"a":false}""", """{"a":{}}""", """{"a":{"done":false}}""",
        """{"a":{"done":true}}""", """{"a":{"done":true,"comments":"x"}}""", """{"a":{"comments":"x","done":false}}""",
        """{"a":{"done":false,"comments":"y"}}""", """{"a":{"done":true,"comments":""}}""", """{"a":{"done":true,"comments":null}}""",
        """{"a":{"comments":"x"}}""", """{"a":{"done":null,"by":1}}""", """{"a":{"done":1}}""", """{"a":"odd"}""",
    ]);

    public static IReadOnlyList<MergeSide> Numbers { get; } = Sides(
        [null, "0", "-0.0", "1", "1.0", "2", "-1", "0.5", "1e1", "1e400", "9223372036854775807", "\"1\""]);

    public static IReadOnlyList<MergeSide> Timestamps { get; } = Sides(
    [
        null, "\"2026-01-01T00:00:00Z\"", "\"2026-01-01T01:00:00+01:00\"", "\"2025-12-31T23:59:59.9999999Z\"",
        "\"2026-01-01T00:30:00+01:00\"", "\"2026-01-01T00:00:00\"", "\"never\"",
    ]);

    public static IReadOnlyList<MergeSide> Texts { get; } = Sides(
        [null, .. Lines(3).Select(text => JsonSerializer.Serialize(text)), "\"a\"", "\"a\\nb\"", "\"a\\r\\nb\\r\\n\""]);

    public static IReadOnlyList<MergeSide> MapsOfSets { get; } = Sides([null, .. Maps([null, "null", "[]", "[1]", "[2.0,1]"])]);

    public static IReadOnlyList<MergeSide> MapsOfNumbers { get; } = Sides(["null", .. Maps([null, "0", "1", "1.0", "2"])]);

    public static IReadOnlyList<MergeSide> Stamped { get; } =
        [.. from value in new string?[] { null, "1", "1.0", "2" } from stamp in Stamps select new MergeSide(Merges.Value(value), stamp)];

    public static IReadOnlyList<MergeSide> Anything { get; } = Sides(
    [
        null, "null", "true", "false", "0", "1", "1.0", "1e400", "\"\"", "\"a\"", "\"A\"", "\"1\"", "[]", "[1]", "[1,[2]]", "[2,1]", "{}",
        """{"a":1}""", """{"a":null}""", """{"a":true,"b":[1]}""", """{"a":{"done":true}}""", """{"b":[1.0],"a":true}""",
    ]);

    /// <summary>One or two values of every shape.</summary>
    public static IReadOnlyList<MergeSide> Shapes { get; } = Sides(
    [
        null, "null", "true", "false", "1", "1.0", "\"\"", "\"a\"", "[1,2]", "[2,1,1.0]", "{}", """{"a":true,"b":[1]}""",
        """{"a":{"done":true,"comments":"x"}}""", """{"b":{"a":null},"a":{"done":1}}""",
    ]);

    /// <summary>Every set of the given elements, in their order.</summary>
    public static IEnumerable<string> Subsets(params string[] elements) => Enumerable.Range(0, 1 << elements.Length)
        .Select(bits => $"[{string.Join(",", elements.Where((_, i) => (bits & (1 << i)) != 0))}]");

    private static IEnumerable<string> Maps(IReadOnlyList<string?> values) =>
        from a in values from b in values select $"{{{string.Join(",", new[] { Key("a", a), Key("b", b) }.OfType<string>())}}}";

    private static string? Key(string name, string? value) => value is null ? null : $"\"{name}\":{value}";

    private static IEnumerable<string> Lines(int max) =>
        max == 0 ? [""] : [.. Lines(max - 1), .. Lines(max - 1).Where(t => t.Length == 2 * (max - 1)).SelectMany(t => (string[])[t + "a\n", t + "b\n"])];

    private static IReadOnlyList<MergeSide> Sides(IEnumerable<string?> values) => [.. values.Select(v => new MergeSide(Merges.Value(v)))];
}
