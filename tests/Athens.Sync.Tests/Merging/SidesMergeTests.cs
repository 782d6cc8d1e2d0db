using Athens.Sync.Merging;

namespace Athens.Sync.Tests.Merging;

/// <summary>Strategies that take one side's value whole.</summary>
public sealed class SidesMergeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static Shown Merge(Stamp? server, Stamp? client, string serverValue = "2", string clientValue = "3") => Shown.Of(ThreeWayMerge.Merge(
        MergeStrategy.LastWriteWins, Merges.Input("1", serverValue, clientValue) with { ServerStamp = server, ClientStamp = client }));

    [Fact]
    public void LastWriteWins_LaterStamp_Wins()
    {
        Assert.Equal(Shown.Dropped("3"), Merge(new Stamp(Noon, "z"), new Stamp(Noon.AddTicks(1), "a")));
        Assert.Equal(Shown.Dropped("2"), Merge(new Stamp(Noon, "a"), new Stamp(Noon.AddTicks(-1), "z")));
    }

    [Fact]
    public void LastWriteWins_SameInstantInOtherOffsets_GoesByTheWriter() =>
        Assert.Equal(Shown.Dropped("2"), Merge(new Stamp(Noon, "b"), new Stamp(Noon.ToOffset(TimeSpan.FromHours(5)), "a")));

    [Fact]
    public void LastWriteWins_SameTimeAndWriter_GoesByTheValueOnEitherSide()
    {
        var tie = new Stamp(Noon, "a");
        Assert.Equal(Shown.Dropped("3"), Merge(tie, tie, "2", "3"));
        Assert.Equal(Shown.Dropped("3"), Merge(tie, tie, "3", "2"));
    }

    [Fact]
    public void LastWriteWins_AStampIsMissing_Conflicts()
    {
        Assert.Equal(Shown.Conflict("2"), Merge(null, new Stamp(Noon, "a")));
        Assert.Equal(Shown.Conflict("2"), Merge(new Stamp(Noon, "a"), null));
    }

    [Fact]
    public void ClientWins_BothMoved_IsTheClients() => Assert.Equal(Shown.Dropped("3"), MergeStrategy.ClientWins.Merge("1", "2", "3"));

    [Fact]
    public void ClientWins_ClientCleared_IsCleared() => Assert.Equal(Shown.Dropped(null), MergeStrategy.ClientWins.Merge("1", "2", null));

    [Fact]
    public void ServerWins_BothMoved_IsTheServers() => Assert.Equal(Shown.Dropped("2"), MergeStrategy.ServerWins.Merge("1", "2", "3"));
}
