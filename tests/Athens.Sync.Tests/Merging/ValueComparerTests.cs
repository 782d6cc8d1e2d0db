using System.Globalization;
using System.Text.Json;
using Athens.Sync.Merging;

namespace Athens.Sync.Tests.Merging;

public sealed class ValueComparerTests
{
    private static bool AreEqual(ValueKind kind, string? left, string? right)
    {
        bool forth = ValueComparer.AreEqual(kind, Merges.Value(left), Merges.Value(right));
        Assert.Equal(forth, ValueComparer.AreEqual(kind, Merges.Value(right), Merges.Value(left)));
        return forth;
    }

    [Theory]
    [InlineData("1", "1.0")]
    [InlineData("100", "1e2")]
    [InlineData("100", "1E+2")]
    [InlineData("0.001", "1e-3")]
    [InlineData("0", "-0")]
    [InlineData("0", "0.000e99")]
    [InlineData("0", "0e99999999999999999999")]
    [InlineData("1e400", "10e399")]
    [InlineData("1e999999999", "10e999999998")]
    [InlineData("1e99999999999999999999", "1e99999999999999999999")]
    [InlineData("-12.50", "-125e-1")]
    public void Numbers_EqualByValue_AreEqual(string left, string right) => Assert.True(AreEqual(ValueKind.Number, left, right));

    [Theory]
    [InlineData("1", "-1")]
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("0.1", "0.1000000000000000000000000000001")]
    [InlineData("1e400", "1e401")]
    [InlineData("1e-400", "0")]
    [InlineData("1e99999999999999999999", "1e99999999999999999998")]
    [InlineData("1", "\"1\"")]
    [InlineData("0", "false")]
    [InlineData("0", null)]
    public void Numbers_OtherValues_Differ(string left, string? right) => Assert.False(AreEqual(ValueKind.Number, left, right));

    [Theory]
    [InlineData("2026-01-01T12:00:00Z", "2026-01-01T12:00:00+00:00")]
    [InlineData("2026-01-01T12:00:00Z", "2026-01-01T14:00:00+02:00")]
    [InlineData("2026-01-01T12:00:00Z", "2026-01-01T12:00:00.0000000-00:00")]
    [InlineData("2026-01-01T12:00:00.1Z", "2026-01-01T12:00:00.100Z")]
    [InlineData("2026-01-01T12:00:00", "2026-01-01T12:00:00")]
    public void Timestamps_OneInstant_AreEqual(string left, string right) =>
        Assert.True(AreEqual(ValueKind.Timestamp, $"\"{left}\"", $"\"{right}\""));

    [Theory]
    [InlineData("2026-01-01T12:00:00Z", "2026-01-01T12:00:00.0000001Z")]
    [InlineData("2026-01-01T12:00:00.12345671Z", "2026-01-01T12:00:00.12345672Z")]
    [InlineData("2026-01-01T12:00:00.1234567Z", "2026-01-01T12:00:00.12345670Z")]
    [InlineData("2026-01-01T12:00:00Z", "2026-01-01T12:00:00")]
    [InlineData("2026-01-01T00:00:00Z", "2026-01-01")]
    [InlineData("2026-01-01T12:00:00Z", "noon")]
    [InlineData("2026-01-01T12:00:00Z", "2026-01-01T12:00:00z")]
    public void Timestamps_OtherOrUnclearInstants_Differ(string left, string right) =>
        Assert.False(AreEqual(ValueKind.Timestamp, $"\"{left}\"", $"\"{right}\""));

    [Theory]
    [InlineData("[1,2]", "[2,1]")]
    [InlineData("[1,2]", "[2,1.0,2]")]
    [InlineData("""[{"a":1,"b":[]}]""", """[{"b":[],"a":1.0}]""")]
    [InlineData("[]", "[]")]
    public void Sets_SameElements_AreEqual(string left, string right) => Assert.True(AreEqual(ValueKind.Set, left, right));

    [Theory]
    [InlineData("[1]", "[1,2]")]
    [InlineData("[1]", "[\"1\"]")]
    [InlineData("[[1,2]]", "[[2,1]]")]
    [InlineData("[null]", "[]")]
    [InlineData("[12]", "[[1,2]]")]
    [InlineData("[[1,2]]", "[[12]]")]
    [InlineData("[[1],2]", "[[1,2]]")]
    [InlineData("[[[1],2]]", "[[[1,2]]]")]
    [InlineData("[[[1,2]]]", "[[1,[2]]]")]
    [InlineData("""[{"a":1}]""", """["a",1]""")]
    [InlineData("""[{"a":12}]""", """[{"a":1,"b":2}]""")]
    [InlineData("""[{"a":{"b":1},"c":2}]""", """[{"a":{"b":1,"c":2}}]""")]
    [InlineData("[]", null)]
    public void Sets_OtherElements_Differ(string left, string? right) => Assert.False(AreEqual(ValueKind.Set, left, right));

    [Fact]
    public void CanonicalText_OfAnyShape_SaysWhereEachPartBegins() =>
        Assert.Equal("""{"a":[1e0,[],],"b":{},}""", CanonicalText.Of(Merges.Value("""{"b":{},"a":[1,[]]}""")));

    [Fact]
    public void Lists_OtherOrder_Differ() => Assert.False(AreEqual(ValueKind.Json, "[1,2]", "[2,1]"));

    [Fact]
    public void Maps_OtherOrderOfKeys_AreEqual() => Assert.True(AreEqual(ValueKind.Map, """{"a":1,"b":{"c":2}}""", """{"b":{"c":2.0},"a":1}"""));

    [Theory]
    [InlineData("""{"a":null}""", "{}")]
    [InlineData("""{"a":1}""", """{"A":1}""")]
    [InlineData("""{"a":1}""", """{"a":1,"b":1}""")]
    public void Maps_OtherKeys_Differ(string left, string right) => Assert.False(AreEqual(ValueKind.Map, left, right));

    [Fact]
    public void Uuids_OtherCase_AreEqual() => Assert.True(AreEqual(
        ValueKind.Uuid, "\"0190163D-8694-739B-AEA5-966C26F8AD91\"", "\"0190163d-8694-739b-aea5-966c26f8ad91\""));

    [Theory]
    [InlineData("\"a\"", "\"A\"")]
    [InlineData("\"a\"", "\" a\"")]
    [InlineData("\"\"", "null")]
    [InlineData("\"\u00e9\"", "\"e\u0301\"")]
    [InlineData("\"ss\"", "\"\u00df\"")]
    public void Texts_OtherCharacters_Differ(string left, string right) => Assert.False(AreEqual(ValueKind.Text, left, right));

    [Fact]
    public void Texts_EscapedOtherwise_AreEqual() => Assert.True(AreEqual(ValueKind.Text, "\"a\\/\\u00e9\"", "\"\\u0061/\u00e9\""));

    [Fact]
    public void Texts_ThatLookLikeStructure_AreNotMistaken()
    {
        Assert.False(AreEqual(ValueKind.Set, """["a\",\"b"]""", """["a","b"]"""));
        Assert.False(AreEqual(ValueKind.Json, """{"a\":1,\"b":2}""", """{"a":1,"b":2}"""));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(null, "null")]
    [InlineData("null", "null")]
    public void NoValue_AndNull_AreEqual(string? left, string? right) => Assert.True(AreEqual(ValueKind.Json, left, right));

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("de-DE")]
    public void Comparison_InAnyCulture_IsTheSame(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.True(AreEqual(ValueKind.Number, "1234.5", "12345e-1"));
            Assert.True(AreEqual(ValueKind.Timestamp, "\"2026-01-01T12:00:00Z\"", "\"2026-01-01T14:00:00+02:00\""));
            Assert.True(AreEqual(ValueKind.Uuid, "\"I\"", "\"i\""));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>Values that are told apart, or not, by one digit, one escape, one order or one repetition.</summary>
    private static readonly string[] Neighbours =
    [
        "0", "-0", "0.0", "0e5", "1", "1.0", "10e-1", "1E0", "-1", "12.5", "12.50", "125e-1", "9007199254740993", "9007199254740993.0", "1e400", "10e399",
        "0.1000000000000000000000000000001", "0.10000000000000000000000000000010", "1234567890123456789012345678", "1234567890123456789012345678.0",
        "\"\"", "\"a\"", "\"\\u0061\"", "\"A\"", "\"a\\/b\"", "\"a/b\"", "\"\\\"\"", "\"\\u0022\"", "\"\u00e9\"", "\"\\u00e9\"", "true", "false", "null",
        "[]", "[1,2]", "[2,1]", "[1.0,2]", "[1,2,2]", "[1,[2]]", "[[1],2]", "[\"a\",1]", "[\"\\u0061\",1e0]", "[null]", "[{}]",
        "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]", "[17,16,15,14,13,12,11,10,9,8,7,6,5,4,3,2,1.0]", "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,18]",
        "{}", "{\"a\":1}", "{\"\\u0061\":1.0}", "{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", "{\"a\":1,\"c\":2}", "{\"a\":null}", "{\"a\":[1,2]}", "{\"a\":[2,1]}", "{\"a\":{\"b\":1}}",
    ];

    [Fact]
    public void Comparison_OfAnyTwoValues_AgreesWithTheirCanonicalTexts()
    {
        foreach (JsonElement left in Neighbours.Select(json => JsonElement.Parse(json)))
        {
            foreach (JsonElement right in Neighbours.Select(json => JsonElement.Parse(json)))
            {
                Assert.True(ValueComparer.AreEqual(ValueKind.Json, left, right) == (CanonicalText.Of(left) == CanonicalText.Of(right)), $"{left} and {right}");
                if (left.ValueKind is JsonValueKind.Array && right.ValueKind is JsonValueKind.Array)
                    Assert.True(ValueComparer.AreEqual(ValueKind.Set, left, right) == Elements(left).SetEquals(Elements(right)), $"The sets {left} and {right}");
            }
        }
    }

    [Theory]
    [InlineData(ValueKind.Text, "\"Hot work\"", "\"Cold work\"")]
    [InlineData(ValueKind.Number, "12.5", "12.50")]
    [InlineData(ValueKind.Timestamp, "\"2026-01-01T12:00:00Z\"", "\"2026-01-01T14:00:00+02:00\"")]
    [InlineData(ValueKind.Uuid, "\"0190163D-8694-739B-AEA5-966C26F8AD91\"", "\"0190163d-8694-739b-aea5-966c26f8ad91\"")]
    [InlineData(ValueKind.Set, "[\"gloves\",\"helmet\"]", "[\"helmet\",\"gloves\"]")]
    [InlineData(ValueKind.Map, "{\"a\":true,\"b\":[1]}", "{\"b\":[1.0],\"a\":true}")]
    public void Comparison_OfOrdinaryValues_AllocatesNothing(ValueKind kind, string left, string right)
    {
        JsonElement? one = JsonElement.Parse(left), other = JsonElement.Parse(right);
        ValueComparer.AreEqual(kind, one, other);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int n = 0; n < 100; n++)
            ValueComparer.AreEqual(kind, one, other);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static HashSet<string> Elements(JsonElement array) => [.. array.EnumerateArray().Select(element => CanonicalText.Of(element))];
}
