using System.Text.Json;
using Athens.Sync.Merging;
using FsCheck;
using FsCheck.Fluent;

namespace Athens.Sync.Tests.Merging.Laws;

/// <summary>Texts of which no two lines are alike, so that what became of each line is plain.</summary>
public sealed class TextLawTests
{
    private static readonly string[] Known = [.. Enumerable.Range(0, 9).Select(i => $"line {i}\n")];

    [Fact]
    public void Text_MergedEdits_HaveEveryAddedLineAndNoRemovedOneInEachSidesOrder() => Prop
        .ForAll(Edited("client").Zip(Edited("server")).ToArbitrary(), edits => Holds(edits.Item1, edits.Item2))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    [Fact]
    public void Text_EditsOfLinesApart_Merge() => Prop
        .ForAll(Gen.Choose(0, 3).Zip(Gen.Choose(5, 8)).ToArbitrary(), lines => Merge(Changed(lines.Item1, "client"), Changed(lines.Item2, "server")) is not null)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    private static Property Holds(string[] client, string[] server)
    {
        if (Merge(client, server) is not { } text)
            return true.ToProperty();
        string[] merged = [.. text.Split('\n')[..^1].Select(line => line + "\n")];
        IEnumerable<string> expected = client.Concat(server).Except(Known).Concat(Known.Intersect(client).Intersect(server));
        return (merged.Order(StringComparer.Ordinal).SequenceEqual(expected.Order(StringComparer.Ordinal)) && IsInOrder(merged, client) && IsInOrder(merged, server))
            .Label($"client {string.Concat(client)}, server {string.Concat(server)}: {text}");
    }

    private static bool IsInOrder(string[] merged, string[] side) => merged.Intersect(side).SequenceEqual(side.Intersect(merged));

    private static string? Merge(string[] client, string[] server)
    {
        FieldMerge merge = ThreeWayMerge.Merge(MergeStrategy.TextMerge, new MergeInput
        {
            Base = Text(Known), HasBase = true, Client = Text(client), Server = Text(server), Kind = ValueKind.Text,
        });
        return merge.Row is MergeRow.Conflict ? null : merge.Value!.Value.GetString();
    }

    private static JsonElement Text(string[] lines) => JsonSerializer.SerializeToElement(string.Concat(lines));

    private static string[] Changed(int line, string by) => [.. Known.Select((text, i) => i == line ? $"{by}'s {i}\n" : text)];

    /// <summary>The known text with some lines removed, some replaced, and some put before others.</summary>
    private static Gen<string[]> Edited(string by) => Gen.Frequency((8, Gen.Constant(0)), (1, Gen.Choose(1, 3))).ArrayOf(Known.Length).Select(edits => edits
        .SelectMany((edit, i) => edit switch
        {
            0 => [Known[i]],
            1 => [],
            2 => [$"{by}'s {i}\n"],
            _ => new[] { $"{by}'s {i}\n", Known[i] },
        })
        .ToArray());
}
