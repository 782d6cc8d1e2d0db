using Athens.Sync.Merging;

namespace Athens.Sync.Tests.Merging;

public sealed class SetMergeTests
{
    private static Shown Merge(string? known, string? server, string? client) =>
        MergeStrategy.SetMerge.Merge(known, server, client, ValueKind.Set);

    private static Shown Merge(string? server, string? client) => MergeStrategy.SetMerge.Merge(server, client, ValueKind.Set);

    [Fact]
    public void Set_BothAdded_HasBothInServersOrderThenClients() =>
        Assert.Equal(Shown.Merged("""["b","x","z","y"]"""), Merge("""["b"]""", """["b","x"]""", """["z","b","y"]"""));

    [Fact]
    public void Set_ClientRemovedAndServerAdded_HonoursBoth() =>
        Assert.Equal(Shown.Merged("""["a","c"]"""), Merge("""["a","b"]""", """["a","b","c"]""", """["a"]"""));

    [Fact]
    public void Set_ServerRemovedAndClientAdded_HonoursBoth() =>
        Assert.Equal(Shown.Merged("""["a","c"]"""), Merge("""["a","b"]""", """["a"]""", """["b","a","c"]"""));

    [Fact]
    public void Set_NoBase_IsTheUnion() =>
        Assert.Equal(Shown.Merged("""["a","b","c"]"""), Merge("""["a","b"]""", """["c","a"]"""));

    [Fact]
    public void Set_OtherOrderAndRepetition_IsTheSame() =>
        Assert.Equal(Shown.Same("""["a","b"]"""), Merge("[]", """["a","b"]""", """["b","a","b"]"""));

    [Fact]
    public void Set_ElementsEqualByValue_AreOne() =>
        Assert.Equal(Shown.Merged("""[1,{"a":1,"b":2},3]"""), Merge("""[1,{"a":1,"b":2}]""", """[1.0,{"b":2,"a":1e0},3]"""));

    [Fact]
    public void Set_NullBase_IsAnEmptyOne() =>
        Assert.Equal(Shown.Merged("""[1,2]"""), Merge("null", "[1]", "[2]"));

    [Fact]
    public void Set_ClientClearedAndServerAdded_KeepsTheAddition() =>
        Assert.Equal(Shown.Merged("[2]"), Merge("[1]", "[1,2]", "null"));

    [Fact]
    public void Set_NothingIsLeftAndOneSideHadASet_IsEmpty() => Assert.Equal(Shown.Merged("[]"), Merge("[1,2]", "[1]", "null"));

    [Fact]
    public void Set_BothRemovedAll_IsTheSame() => Assert.Equal(Shown.Same("[]"), Merge("[1]", "[]", "[]"));

    [Fact]
    public void Set_EachRemovedTheOthersRest_IsEmpty() => Assert.Equal(Shown.Merged("[]"), Merge("[1,2]", "[1]", "[2]"));

    [Theory]
    [InlineData("[1]", "\"text\"", "[2]")]
    [InlineData("[1]", "[2]", "{}")]
    [InlineData("5", "[1]", "[2]")]
    public void Set_AValueIsNoSet_Conflicts(string known, string server, string client)
    {
        Assert.Equal(Shown.Conflict(server), Merge(known, server, client));
        Assert.False(MergeStrategy.SetMerge.Merge(Merges.Input(known, server, client)).IsMerged);
    }

    [Fact]
    public void Set_ServerEqualsBaseThoughNoSet_TakesTheClients() => Assert.Equal(Shown.Client("[2]"), Merge("5", "5", "[2]"));

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(40)]
    public void Set_RepeatedAndEscapedElements_AreOneWhateverItsSize(int others)
    {
        string rest = string.Concat(Enumerable.Range(100, others).Select(n => $",{n}"));
        Assert.Equal(
            Shown.Merged($$"""["café","",{"a":1,"a":2}{{rest}},"new"]"""),
            Merge($$"""["old","gone"{{rest}}]""", $$"""["caf\u00e9","","old",{"a":1,"a":2},""{{rest}}]""", $$"""["new","caf\u00e9","gone","ne\u0077",{"a":1,"a":2}{{rest}}]"""));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public void Set_NoBase_IsTheUnionWhateverItsSize(int others)
    {
        string rest = string.Concat(Enumerable.Range(100, others).Select(n => $",{n}"));
        Assert.Equal(Shown.Merged($$"""["b","a"{{rest}},"c"]"""), Merge($$"""["b","a","\u0062"{{rest}}]""", $$"""["c","a"{{rest}},"c"]"""));
    }

    [Fact]
    public void Set_LargeSets_MergeInTimeThatDoesNotGrowWithTheSquare()
    {
        string server = $"[{string.Join(",", Enumerable.Range(0, 10_000))}]";
        string client = $"[{string.Join(",", Enumerable.Range(5_000, 10_000))}]";
        Assert.Equal(15_000, Merges.Value(Merge("[]", server, client).Json)!.Value.GetArrayLength());
    }
}
