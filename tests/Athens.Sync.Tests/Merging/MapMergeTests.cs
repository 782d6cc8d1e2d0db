using Athens.Sync.Merging;

namespace Athens.Sync.Tests.Merging;

public sealed class MapMergeTests
{
    private static readonly IMergeStrategy Manual = MergeStrategy.MapMerge(MergeStrategy.Manual);
    private static readonly IMergeStrategy Sets = MergeStrategy.MapMerge(MergeStrategy.SetMerge);

    [Fact]
    public void Map_DifferentKeysChanged_HasBoth() => Assert.Equal(
        Shown.Merged("""{"b":2,"a":2,"c":null}"""), Manual.Merge("""{"a":1,"b":1}""", """{"b":2,"a":1}""", """{"a":2,"b":1,"c":null}"""));

    [Fact]
    public void Map_OneKeyChangedByBoth_Conflicts() => Assert.Equal(
        Shown.Conflict("""{"a":2,"b":1}"""), Manual.Merge("""{"a":1,"b":1}""", """{"a":2,"b":1}""", """{"a":3,"b":2}"""));

    [Fact]
    public void Map_KeyRemovedByOneAndChangedByOther_Conflicts() =>
        Assert.Equal(Shown.Conflict("""{"a":2}"""), Manual.Merge("""{"a":1}""", """{"a":2}""", "{}"));

    [Fact]
    public void Map_KeyRemovedByOneAndNulledByOther_Conflicts() =>
        Assert.Equal(Shown.Conflict("""{"a":null}"""), Manual.Merge("""{"a":1}""", """{"a":null}""", "{}"));

    [Fact]
    public void Map_KeyRemovedByOneOnly_IsRemoved() =>
        Assert.Equal(Shown.Merged("""{"b":2}"""), Manual.Merge("""{"a":1,"b":1}""", """{"a":1,"b":2}""", """{"b":1}"""));

    [Fact]
    public void Map_NothingIsLeft_IsEmpty() =>
        Assert.Equal(Shown.Merged("{}"), Manual.Merge("""{"a":1,"b":1}""", """{"a":1}""", """{"b":1}"""));

    [Fact]
    public void Map_SetsAsValues_AreMergedByElement() => Assert.Equal(
        Shown.Merged("""{"a":[2,3]}"""), Sets.Merge("""{"a":[1,2]}""", """{"a":[2]}""", """{"a":[2,1,3]}"""));

    [Fact]
    public void Map_WithinAMap_RemovedByOneAndNulledByOther_IsNull() => Assert.Equal(
        Shown.Merged("""{"a":null}"""), MergeStrategy.MapMerge(Manual).Merge("""{"a":{"x":1}}""", """{"a":null}""", "{}"));

    [Fact]
    public void Map_ListsInOtherOrder_Moved() => Assert.Equal(
        Shown.Merged("""{"a":[2,1],"b":1}"""), Manual.Merge("""{"a":[1,2]}""", """{"a":[1,2],"b":1}""", """{"a":[2,1]}"""));

    [Fact]
    public void Map_SetsInOtherOrder_DidNotMove() => Assert.Equal(
        Shown.Merged("""{"a":[9],"b":1}"""), Sets.Merge("""{"a":[1,2]}""", """{"a":[2,1],"b":1}""", """{"a":[9]}"""));

    [Fact]
    public void Map_MapsAsValues_AreMergedDeeply() => Assert.Equal(
        Shown.Merged("""{"a":{"x":2,"y":2}}"""),
        MergeStrategy.MapMerge(Manual).Merge("""{"a":{"x":1,"y":1}}""", """{"a":{"x":2,"y":1}}""", """{"a":{"x":1,"y":2}}"""));

    [Fact]
    public void Map_ValueStrategyDrops_TheMapDrops() => Assert.Equal(
        Shown.Dropped("""{"a":3}"""), MergeStrategy.MapMerge(MergeStrategy.Max).Merge("""{"a":1}""", """{"a":2}""", """{"a":3}"""));

    [Fact]
    public void Map_StampedValues_AreDecidedByTheFieldsStamps()
    {
        MergeInput input = Merges.Input("""{"a":1}""", """{"a":2}""", """{"a":3}""") with
        {
            ClientStamp = new Stamp(DateTimeOffset.UnixEpoch, "c"),
            ServerStamp = new Stamp(DateTimeOffset.UnixEpoch.AddSeconds(1), "s"),
        };
        IMergeStrategy strategy = MergeStrategy.MapMerge(MergeStrategy.LastWriteWins);
        Assert.True(strategy.UsesStamps);
        Assert.Equal(Shown.Dropped("""{"a":2}"""), Shown.Of(ThreeWayMerge.Merge(strategy, input)));
    }

    [Theory]
    [InlineData("""{"a":1}""", "[1]", """{"a":2}""")]
    [InlineData("1", """{"a":1}""", """{"a":2}""")]
    [InlineData("null", "true", "false")]
    public void Map_AValueIsNoMap_Conflicts(string known, string server, string client) =>
        Assert.Equal(Shown.Conflict(server), Manual.Merge(known, server, client));

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(40)]
    public void Map_RepeatedAndEscapedKeys_AreOneWhateverItsSize(int others)
    {
        string rest = string.Concat(Enumerable.Range(100, others).Select(n => $",\"k{n}\":{n}"));
        Assert.Equal(
            Shown.Merged($$"""{"a":3,"b":2{{rest}},"c":4}"""),
            MergeStrategy.MapMerge(MergeStrategy.Manual).Merge($$"""{"a":1,"b":1{{rest}}}""", $$"""{"a":2,"b":2,"\u0061":1{{rest}}}""", $$"""{"c":5,"b":1,"\u0061":3,"\u0063":4{{rest}}}"""));
    }

    [Fact]
    public void Map_KeysThatDifferByCase_AreTwo() =>
        Assert.Equal(Shown.Merged("""{"a":1,"A":2}"""), Manual.Merge("{}", """{"a":1}""", """{"A":2}"""));

    [Fact]
    public void MapMerge_NoStrategy_IsRefused() => Assert.Throws<ArgumentNullException>(() => MergeStrategy.MapMerge(null!));
}
