using Athens.Sync.Merging;

namespace Athens.Sync.Tests.Merging;

public sealed class ThreeWayMergeTests
{
    [Fact]
    public void Row1_ServerEqualsClient_IsNothingToDo() =>
        Assert.Equal(Shown.Same("2"), MergeStrategy.Manual.Merge("1", "2", "2"));

    [Fact]
    public void Row1_EqualInOtherWords_KeepsTheServersWords() =>
        Assert.Equal(Shown.Same("2.0"), MergeStrategy.Manual.Merge("1", "2.0", "2"));

    [Fact]
    public void Row1_EqualWithoutBase_IsNothingToDo() =>
        Assert.Equal(Shown.Same("\"a\""), MergeStrategy.Manual.Merge("\"a\"", "\"a\""));

    [Fact]
    public void Row1_NoValueAndNull_AreTheSame() =>
        Assert.Equal(Shown.Same(null), MergeStrategy.Manual.Merge("1", null, "null"));

    [Fact]
    public void Row2_OnlyClientMoved_TakesTheClients() =>
        Assert.Equal(Shown.Client("2"), MergeStrategy.ServerWins.Merge("1", "1", "2"));

    [Fact]
    public void Row2_ServerEqualsBaseInOtherWords_TakesTheClients() =>
        Assert.Equal(Shown.Client("\"2026-01-02T00:00:00Z\""), MergeStrategy.Manual.Merge(
            "\"2026-01-01T12:00:00Z\"", "\"2026-01-01T14:00:00.0+02:00\"", "\"2026-01-02T00:00:00Z\"", ValueKind.Timestamp));

    [Fact]
    public void Row2_ClientCleared_TakesTheClients() =>
        Assert.Equal(Shown.Client("null"), MergeStrategy.Manual.Merge("1", "1", "null"));

    [Fact]
    public void Row3_OnlyServerMoved_KeepsTheServers() =>
        Assert.Equal(Shown.Server("2"), MergeStrategy.ClientWins.Merge("1", "2", "1"));

    [Fact]
    public void Row3_ServerCleared_KeepsTheServers() =>
        Assert.Equal(Shown.Server(null), MergeStrategy.Manual.Merge("1", null, "1"));

    [Fact]
    public void Row4_BothMoved_AsksTheStrategy() =>
        Assert.Equal(Shown.Dropped("3"), MergeStrategy.ClientWins.Merge("1", "2", "3"));

    [Fact]
    public void Row4_StrategyHasNoAnswer_ConflictsAndKeepsTheServers() =>
        Assert.Equal(Shown.Conflict("2"), MergeStrategy.Manual.Merge("1", "2", "3"));

    [Fact]
    public void Row4_NoBase_AsksTheStrategy() =>
        Assert.Equal(Shown.Dropped("5"), MergeStrategy.Max.Merge("5", "3"));

    [Fact]
    public void Row4_NullBaseIsABase_AndTheClientMovedFromIt() =>
        Assert.Equal(Shown.Client("3"), MergeStrategy.Manual.Merge(null, "null", "3"));

    [Fact]
    public void Merge_NoStrategy_Throws() =>
        Assert.Throws<ArgumentNullException>(() => ThreeWayMerge.Merge(null!, Merges.Input("1", "2", "3")));

    [Fact]
    public void Manual_Name_IsTheHintOfAFieldWithoutStrategy() => Assert.Equal("last_write_wins", MergeStrategy.Manual.Name);
}
