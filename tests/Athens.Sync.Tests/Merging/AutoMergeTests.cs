using Athens.Sync.Merging;

namespace Athens.Sync.Tests.Merging;

public sealed class AutoMergeTests
{
    private static string Propose(IMergeStrategy strategy, in MergeInput input)
    {
        MergeResult result = ThreeWayMerge.AutoMerge(strategy, input);
        return result.IsMerged ? result.Value?.GetRawText() ?? "nothing" : "conflict";
    }

    [Fact]
    public void AutoMerge_Sets_ProposesTheUnion()
    {
        Assert.Equal("[1,2,3]", Propose(MergeStrategy.SetMerge, Merges.InputWithoutBase("[1,2]", "[1,3]", ValueKind.Set)));
        Assert.Equal("[1,2]", Propose(MergeStrategy.SetMerge, Merges.Input("[1,2]", "[1,2]", "[1]", ValueKind.Set)));
    }

    [Fact]
    public void AutoMerge_Checklist_ProposesWhatEitherTicked()
    {
        Assert.Equal("""{"a":true,"b":true}""", Propose(MergeStrategy.TrueWins, Merges.InputWithoutBase("""{"a":true,"b":false}""", """{"a":false,"b":true}""")));
        Assert.Equal("""{"a":true,"b":true}""", Propose(MergeStrategy.TrueWins, Merges.Input("""{"a":true}""", """{"a":true}""", """{"a":false,"b":true}""")));
    }

    [Fact]
    public void AutoMerge_ChecklistWithBase_StillSeesWhoWroteTheComment() => Assert.Equal(
        """{"a":{"done":true,"comments":"y"}}""",
        Propose(MergeStrategy.TrueWins, Merges.Input("""{"a":{"done":true,"comments":"x"}}""", """{"a":{"done":true,"comments":"x"}}""", """{"a":{"done":false,"comments":"y"}}""")));

    [Fact]
    public void AutoMerge_EqualValues_ProposesThem() => Assert.Equal("1", Propose(MergeStrategy.Manual, Merges.InputWithoutBase("1", "1.0")));

    [Fact]
    public void AutoMerge_StrategyHasNoAnswer_ProposesNone()
    {
        Assert.Equal("conflict", Propose(MergeStrategy.Manual, Merges.InputWithoutBase("1", "2")));
        Assert.Equal("conflict", Propose(MergeStrategy.Counter, Merges.InputWithoutBase("1", "2")));
        Assert.Equal("conflict", Propose(MergeStrategy.TextMerge, Merges.InputWithoutBase("\"a\"", "\"b\"")));
        Assert.Equal("conflict", Propose(MergeStrategy.SetMerge, Merges.InputWithoutBase("1", "[2]")));
    }

    [Fact]
    public void AutoMerge_MapOfMaxima_ProposesTheGreaterOfEachKey() => Assert.Equal(
        """{"a":3,"b":9}""", Propose(MergeStrategy.MapMerge(MergeStrategy.Max), Merges.InputWithoutBase("""{"a":3,"b":1}""", """{"a":2,"b":9}""")));
}
