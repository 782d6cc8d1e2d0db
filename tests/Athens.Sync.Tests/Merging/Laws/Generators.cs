using System.Globalization;
using System.Text.Json;
using Athens.Sync.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Athens.Sync.Tests.Merging.Laws;

/// <summary>Values from few letters and few numbers: of two, many are equal, and many equal in other words.</summary>
internal static class Generators
{
    public static Gen<string?> Scalars { get; } = Gen.Elements<string?>(
        "null", "true", "false", "0", "1", "1.0", "10e-1", "-1", "\"\"", "\"a\"", "\"\\u0061\"", "\"A\"", "\"é\"", "\"e\u0301\"");

    public static Gen<string?> Booleans { get; } = Gen.Elements<string?>(null, "null", "true", "false");

    public static Gen<string?> Numbers { get; } =
        from digits in Gen.Choose(-12, 12)
        from scale in Gen.Choose(-3, 3)
        from form in Gen.Choose(0, 3)
        select form switch
        {
            0 => string.Create(CultureInfo.InvariantCulture, $"{digits}"),
            1 => string.Create(CultureInfo.InvariantCulture, $"{digits}e{scale}"),
            2 => string.Create(CultureInfo.InvariantCulture, $"{digits}.{Math.Abs(scale)}0"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{digits}.0E+0{Math.Abs(scale)}"),
        };

    public static Gen<string?> Timestamps { get; } =
        from hour in Gen.Choose(0, 3)
        from fraction in Gen.Elements("", ".0", ".5", ".1234567", ".12345678")
        from offset in Gen.Elements("Z", "+00:00", "-01:00", "+02:00", "")
        select $"\"2026-03-01T0{hour}:00:00{fraction}{offset}\"";

    public static Gen<string?> States { get; } = Gen.Elements<string?>([null, "\"unheard-of\"", .. Domains.States.Select(s => $"\"{s}\"")]);

    public static Gen<string?> Sets { get; } = Optional(
        from elements in Gen.Elements("1", "1.0", "2", "\"a\"", "\"b\"", "null", """{"x":1,"y":2}""", """{"y":2.0,"x":1}""", "[1,2]").ListOf(6)
        from count in Gen.Choose(0, 6)
        select $"[{string.Join(",", elements.Take(count))}]");

    public static Gen<string?> Items { get; } = Gen.OneOf(
        Gen.Elements<string?>("true", "false", "null", "\"odd\""),
        MapOf(["comments", "done", "by"], Gen.Elements<string?>("true", "false", "\"\"", "\"x\"", "\"y\"", "null")));

    public static Gen<string?> Checklists { get; } = Optional(MapOf(["a", "b", "A"], Items));

    public static Gen<string?> MapsOfSets { get; } = Optional(MapOf(["a", "b"], MapOf(["x", "y"], Sets)));

    public static Gen<string?> MapsOfNumbers { get; } = Optional(MapOf(["a", "b"], Numbers));

    public static Gen<string?> Texts { get; } =
        from lines in Gen.Elements("a\n", "b\n", "c\n", "\n", "a\r\n").ListOf(8)
        from count in Gen.Choose(0, 8)
        from rest in Gen.Elements("", "", "a")
        select JsonSerializer.Serialize(string.Concat(lines.Take(count)) + rest);

    public static Gen<string?> Anything { get; } = Gen.OneOf(Scalars, Numbers, Sets, Checklists, Timestamps, Texts);

    /// <summary>Sides with these values and no stamps.</summary>
    public static Gen<MergeSide> Sides(Gen<string?> values) => values.Select(v => new MergeSide(Merges.Value(v)));

    /// <summary>Sides with these values, most of them stamped.</summary>
    public static Gen<MergeSide> StampedSides(Gen<string?> values) =>
        from value in values from stamp in Gen.Elements<Stamp?>([.. Domains.Stamps]) select new MergeSide(Merges.Value(value), stamp);

    /// <summary>Three sides out of two or three values, so that two are often the same.</summary>
    public static Gen<(MergeSide Known, MergeSide Server, MergeSide Client)> Triples(Gen<MergeSide> sides) =>
        from pool in sides.ListOf(3)
        from picks in Gen.Choose(0, 2).ListOf(3)
        select (pool[picks[0]], pool[picks[1]], pool[picks[2]]);

    private static Gen<string?> MapOf(string[] names, Gen<string?> values) =>
        from keys in Gen.SubListOf(names)
        from order in Gen.Shuffle(keys.ToArray())
        from items in values.ListOf(names.Length)
        select $"{{{string.Join(",", order.Zip(items).Where(p => p.Second is not null).Select(p => $"\"{p.First}\":{p.Second}"))}}}";

    private static Gen<string?> Optional(Gen<string?> values) =>
        Gen.Frequency((9, values), (1, Gen.Elements<string?>(null, "null", "7")));
}
