using Athens.Sync.Merging;

namespace Athens.Sync.Tests.Merging;

public sealed class LesseningTests
{
    private static string Lessens(string? server, string? result) =>
        string.Join(", ", ThreeWayMerge.Lessens(MergeStrategy.TrueWins, Merges.Value(server), Merges.Value(result)));

    [Theory]
    [InlineData("""["helmet","gloves",7,{"a":1}]""", """["gloves",8]""", """helmet, 7, {"a":1}""")]
    [InlineData("""["a","a"]""", "[]", "a")]
    [InlineData("""["a"]""", "null", "a")]
    [InlineData("""["a"]""", null, "a")]
    [InlineData("""["a"]""", """{"a":1}""", "a")]
    public void Set_ElementsAreGone_NamesThem(string server, string? result, string named) => Assert.Equal(named, Lessens(server, result));

    [Theory]
    [InlineData("""["a",1]""", """[1.0,"b","a"]""")]
    [InlineData("[]", "null")]
    [InlineData(null, """["a"]""")]
    public void Set_NothingIsGone_NamesNone(string? server, string result) => Assert.Equal("", Lessens(server, result));

    [Theory]
    [InlineData("""{"a":true,"b":true,"c":false,"d":true}""", """{"a":false,"b":null,"d":true}""", "a, b, c")]
    [InlineData("""{"a":{"done":true},"b":{"done":true,"comments":"x"}}""", """{"a":{"done":false},"b":"yes"}""", "a, b")]
    [InlineData("""{"a":true}""", """{"a":{"comments":"x"}}""", "a")]
    [InlineData("""{"a":false}""", "null", "a")]
    [InlineData("""{"a":false}""", "[]", "a")]
    public void Map_KeysAreGoneOrUnticked_NamesThem(string server, string result, string named) => Assert.Equal(named, Lessens(server, result));

    [Theory]
    [InlineData("""{"a":true,"b":false}""", """{"b":true,"a":{"done":true},"c":false}""")]
    [InlineData("""{"a":{"done":true,"comments":"x"}}""", """{"a":true}""")]
    [InlineData("""{"a":{"done":false}}""", """{"a":{"done":false,"comments":"y"}}""")]
    [InlineData("{}", "null")]
    public void Map_NothingIsGoneOrUnticked_NamesNone(string server, string result) => Assert.Equal("", Lessens(server, result));

    [Fact]
    public void Boolean_Unticked_IsNamed()
    {
        Assert.Equal("true", Lessens("true", "false"));
        Assert.Equal("true", Lessens("true", null));
        Assert.Equal("", Lessens("true", "true"));
        Assert.Equal("", Lessens("false", "true"));
    }

    [Fact]
    public void OtherValues_Changed_NameNone()
    {
        Assert.Equal("", Lessens("7", "3"));
        Assert.Equal("", Lessens("\"a\"", "null"));
        Assert.Equal("", Lessens(null, "null"));
    }
}
