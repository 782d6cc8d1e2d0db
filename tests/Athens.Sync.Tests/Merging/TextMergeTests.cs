using System.Text.Json;
using Athens.Sync.Merging;

namespace Athens.Sync.Tests.Merging;

public sealed class TextMergeTests
{
    private static (MergeRow Row, string? Text) Merge(string known, string server, string client)
    {
        FieldMerge merge = ThreeWayMerge.Merge(MergeStrategy.TextMerge, new MergeInput
        {
            Base = Text(known), HasBase = true, Server = Text(server), Client = Text(client), Kind = ValueKind.Text,
        });
        Assert.False(merge.Drops);
        return (merge.Row, merge.Value?.GetString());
    }

    private static JsonElement Text(string text) => JsonSerializer.SerializeToElement(text);

    [Fact]
    public void Text_DifferentLines_HasBothEdits() =>
        Assert.Equal((MergeRow.Merged, "A\nb\nC\n"), Merge("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n"));

    [Fact]
    public void Text_InsertionAtTheEnd_IsKept() =>
        Assert.Equal((MergeRow.Merged, "A\nb\nc\nd\n"), Merge("a\nb\nc\n", "A\nb\nc\n", "a\nb\nc\nd\n"));

    [Fact]
    public void Text_EditWithinADeletedBlock_Conflicts() =>
        Assert.Equal((MergeRow.Conflict, "d\n"), Merge("a\nb\nc\nd\n", "d\n", "a\nB\nc\nd\n"));

    [Fact]
    public void Text_BothInsertIntoEmptyText_Conflicts() => Assert.Equal((MergeRow.Conflict, "x\n"), Merge("", "x\n", "y\n"));

    [Fact]
    public void Text_TheSameLineChangedByBoth_Conflicts() => Assert.Equal((MergeRow.Conflict, "b"), Merge("a", "b", "c"));

    [Fact]
    public void Text_LinesThatTouch_Conflict() =>
        Assert.Equal((MergeRow.Conflict, "A\nb\n"), Merge("a\nb\n", "A\nb\n", "a\nB\n"));

    [Fact]
    public void Text_TheSameEditAndAnother_IsTakenOnce() =>
        Assert.Equal((MergeRow.Merged, "A\nb\nc\nd\nE\n"), Merge("a\nb\nc\nd\ne\n", "A\nb\nc\nd\ne\n", "A\nb\nc\nd\nE\n"));

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    [InlineData("\n")]
    public void Text_LineEndings_AreKept(string end) =>
        Assert.Equal((MergeRow.Merged, $"A{end}b{end}{end}c{end}D"), Merge($"a{end}b{end}{end}c{end}d", $"A{end}b{end}{end}c{end}d", $"a{end}b{end}{end}c{end}D"));

    [Fact]
    public void Text_MixedLineEndings_AreKeptLineByLine() =>
        Assert.Equal((MergeRow.Merged, "A\r\nb\nC\r"), Merge("a\r\nb\nc\r", "A\r\nb\nc\r", "a\r\nb\nC\r"));

    [Fact]
    public void Text_NoBase_Conflicts() => Assert.Equal(Shown.Conflict("\"a\""), MergeStrategy.TextMerge.Merge("\"a\"", "\"b\""));

    [Theory]
    [InlineData("null", "\"x\"", "\"y\"")]
    [InlineData("\"x\"", "null", "\"y\"")]
    [InlineData("\"x\"", "1", "\"y\"")]
    public void Text_AValueIsNoText_Conflicts(string known, string server, string client) =>
        Assert.Equal(Shown.Conflict(server), MergeStrategy.TextMerge.Merge(known, server, client));

    [Fact]
    public void Text_TooManyLines_ConflictsRatherThanTakingLong()
    {
        string known = string.Concat(Enumerable.Range(0, 5_000).Select(i => $"{i}\n"));
        Assert.Equal(MergeRow.Conflict, Merge(known, "first\n" + known, known + "last\n").Row);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    public void Text_OneOfThemHasALineTooMany_Conflicts(string end)
    {
        string[] lines = [.. Enumerable.Range(0, 4_096).Select(i => $"{i}{end}")];
        string most = string.Concat(lines), other = $"first{end}{string.Concat(lines[1..])}", longer = $"{most}last{end}";
        Assert.Equal(MergeRow.Merged, Merge(most, other, $"{most}last").Row);
        Assert.Equal(MergeRow.Conflict, Merge(most, other, longer).Row);
        Assert.Equal(MergeRow.Conflict, Merge(most, longer, other).Row);
        Assert.Equal(MergeRow.Conflict, Merge(longer, most, string.Concat(lines[1..]) + $"last{end}").Row);
    }

    [Fact]
    public void Text_LargestTextsOfUnlikeLines_EndInTime()
    {
        string known = string.Concat(Enumerable.Range(0, 4_000).Select(i => $"{i}\n"));
        string client = string.Concat(Enumerable.Range(0, 4_000).Select(i => $"{i % 2 * i}\n"));
        string server = string.Concat(Enumerable.Range(0, 4_000).Reverse().Select(i => $"{i}\n"));
        Assert.Equal(MergeRow.Conflict, Merge(known, server, client).Row);
    }
}
