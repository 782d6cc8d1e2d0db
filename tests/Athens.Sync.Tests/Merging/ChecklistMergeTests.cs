namespace Athens.Sync.Tests.Merging;

public sealed class ChecklistMergeTests
{
    private static Shown Merge(string? known, string? server, string? client) => MergeStrategy.TrueWins.Merge(known, server, client);

    private static Shown Merge(string? server, string? client) => MergeStrategy.TrueWins.Merge(server, client);

    [Fact]
    public void Boolean_BothMovedFromNone_TrueWins() => Assert.Equal(Shown.Dropped("true"), Merge(null, "false", "true"));

    [Fact]
    public void Boolean_FalseWins_IsFalse() => Assert.Equal(Shown.Dropped("false"), MergeStrategy.FalseWins.Merge(null, "false", "true"));

    [Fact]
    public void Boolean_ClientUnticked_IsUnticked() => Assert.Equal(Shown.Client("false"), Merge("true", "true", "false"));

    [Fact]
    public void Boolean_NoneYields_WithoutBase() => Assert.Equal(Shown.Merged("false"), Merge(null, "false"));

    [Fact]
    public void Map_DifferentKeys_HasBothAndUnknownOnes() => Assert.Equal(
        Shown.Merged("""{"a":true,"b":false,"x":[1],"c":true}"""),
        Merge("""{"a":false,"b":false,"x":[1]}""", """{"a":true,"b":false,"x":[1]}""", """{"b":false,"a":false,"x":[1],"c":true}"""));

    [Fact]
    public void Map_OneTickedAndTheOtherRemovedTheKey_KeepsTheTickAndSaysSo() =>
        Assert.Equal(Shown.Dropped("""{"a":true}"""), Merge("""{"a":false}""", """{"a":true}""", "{}"));

    [Fact]
    public void Map_OneRemovedAndTheOtherLeftTheKey_IsRemoved() =>
        Assert.Equal(Shown.Merged("""{"b":true}"""), Merge("""{"a":true,"b":false}""", """{"a":true,"b":true}""", """{"b":false}"""));

    [Fact]
    public void Map_ClientUntickedAndServerTickedAnother_HonoursBoth() =>
        Assert.Equal(Shown.Merged("""{"a":false,"b":true}"""), Merge("""{"a":true,"b":false}""", """{"a":true,"b":true}""", """{"a":false,"b":false}"""));

    [Fact]
    public void Map_NullKeyIsNotAMissingOne_AndOnlyTheServerMoved() => Assert.Equal(
        Shown.Merged("""{"a":null,"b":true}"""), Merge("{}", """{"a":null}""", """{"b":true}"""));

    [Fact]
    public void Map_NoBase_HasWhatEitherTicked() =>
        Assert.Equal(Shown.Dropped("""{"a":true,"b":true,"c":false}"""), Merge("""{"a":false,"b":true}""", """{"a":true,"b":true,"c":false}"""));

    [Fact]
    public void Map_FalseWinsWithoutBase_HasWhatNeitherLeftOff() =>
        Assert.Equal(Shown.Dropped("""{"a":false,"b":true}"""), MergeStrategy.FalseWins.Merge("""{"a":false,"b":true}""", """{"a":true}"""));

    [Fact]
    public void Item_OneTickedAndTheOtherCommented_HasBoth() => Assert.Equal(
        Shown.Merged("""{"a":{"done":true,"comments":"wet"}}"""),
        Merge("""{"a":{"done":false,"comments":""}}""", """{"a":{"done":true,"comments":""}}""", """{"a":{"done":false,"comments":"wet"}}"""));

    [Fact]
    public void Item_BothCommentedOtherwise_Conflicts() => Assert.Equal(
        Shown.Conflict("""{"a":{"done":false,"comments":"x"}}"""),
        Merge("""{"a":{"done":false,"comments":""}}""", """{"a":{"done":false,"comments":"x"}}""", """{"a":{"done":true,"comments":"y"}}"""));

    [Fact]
    public void Item_OneClearedTheCommentAndTheOtherRewroteIt_Conflicts() => Assert.Equal(
        Shown.Conflict("""{"a":{"done":true,"comments":"y"}}"""),
        Merge("""{"a":{"done":true,"comments":"x"}}""", """{"a":{"done":true,"comments":"y"}}""", """{"a":{"done":true,"comments":""}}"""));

    [Theory]
    [InlineData("""{"done":false,"comments":""}""")]
    [InlineData("""{"done":false,"comments":null}""")]
    [InlineData("""{"done":false}""")]
    public void Item_NoBaseAndAnEmptyComment_YieldsToTheOther(string server) => Assert.Equal(
        """{"a":{"done":true,"comments":"y"}}""", Merge($$"""{"a":{{server}}}""", """{"a":{"done":true,"comments":"y"}}""").Json);

    [Fact]
    public void Item_NoBaseAndTwoComments_Conflicts() => Assert.Equal(
        Athens.Sync.Merging.MergeRow.Conflict, Merge("""{"a":{"done":true,"comments":"x"}}""", """{"a":{"done":true,"comments":"y"}}""").Row);

    [Fact]
    public void Item_BooleanMeetsObject_IsAnObject() => Assert.Equal(
        Shown.Dropped("""{"a":{"done":true,"comments":"x"}}"""), Merge("""{"a":{"done":false,"comments":"x"}}""", """{"a":true}"""));

    [Fact]
    public void Item_BooleanMeetsEqualObject_IsAnObject() => Assert.Equal(
        Shown.Merged("""{"a":{"done":true}}"""), Merge("""{"a":true}""", """{"a":{"done":true}}"""));

    [Fact]
    public void Item_BooleanSaysNothingOfComments_AndTheBasesStay() => Assert.Equal(
        Shown.Merged("""{"a":{"done":true,"comments":"x","by":"B"}}"""),
        Merge("""{"a":{"done":false,"comments":"x"}}""", """{"a":{"done":false,"comments":"x","by":"B"}}""", """{"a":true}"""));

    [Fact]
    public void Item_BothWriteBooleansOverAnObject_OnlyTheOneThatMovedCounts() => Assert.Equal(
        Shown.Merged("""{"a":false}"""), Merge("""{"a":{"done":true,"comments":"x"}}""", """{"a":false}""", """{"a":true}"""));

    [Fact]
    public void Item_OneRemovedItAndTheOtherTickedIt_StaysWhole() => Assert.Equal(
        Shown.Dropped("""{"a":{"done":true,"comments":"x"}}"""),
        Merge("""{"a":{"done":false,"comments":"x"}}""", """{"a":{"done":true,"comments":"x"}}""", "{}"));

    [Fact]
    public void Item_UnticksByOneAndCommentByTheOther_BothStand() => Assert.Equal(
        Shown.Merged("""{"a":{"done":false,"comments":"y"}}"""),
        Merge("""{"a":{"done":true}}""", """{"a":{"done":true,"comments":"y"}}""", """{"a":{"done":false}}"""));

    [Theory]
    [InlineData("null", "1", "\"x\"")]
    [InlineData("null", "[true]", "[false]")]
    [InlineData("null", "true", """{"a":true}""")]
    [InlineData("""{"a":false}""", """{"a":"yes"}""", """{"a":true}""")]
    [InlineData("""{"a":{"done":false}}""", """{"a":{"done":"yes"}}""", """{"a":{"done":true}}""")]
    [InlineData("7", """{"a":true}""", """{"b":true}""")]
    public void Checklist_AValueIsNotOfItsShape_Conflicts(string known, string server, string client) =>
        Assert.Equal(Shown.Conflict(server), Merge(known, server, client));

    [Fact]
    public void Checklist_OddValueThatOneSideWrote_IsTaken() =>
        Assert.Equal(Shown.Merged("""{"a":"yes","b":true}"""), Merge("""{"a":false}""", """{"a":"yes"}""", """{"a":false,"b":true}"""));

    [Fact]
    public void Checklist_BothCleared_IsTheSame() => Assert.Equal(Shown.Same(null), Merge("""{"a":true}""", null, "null"));
}
