using Athens.Sync.Modeling;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Wire;

public sealed class PullRequestReaderTests
{
    [Fact]
    public void Read_Nothing_AsksForTheCallersOwn() => Assert.Equal(new PullRequest(), Read());

    [Fact]
    public void Read_Everything_IsRead() => Assert.Equal(
        new PullRequest { Scope = "north", Checkpoint = "abc", Lane = Lanes.Critical, Limit = 10 },
        Read("north", "abc", "critical", "10"));

    [Fact]
    public void Read_Empty_CountsAsAbsent() => Assert.Equal(new PullRequest(), Read("", "", "", ""));

    [Fact]
    public void Read_LimitAboveAPage_IsBroughtDown() => Assert.Equal(1000, Read(limit: "99999999999").Limit);

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1,2")]
    [InlineData("99999999999999999999")]
    public void Read_LimitThatIsNone_IsNamed(string limit) => AssertNamed("limit: A whole number", () => Read(limit: limit));

    [Fact]
    public void Read_LaneThatIsNone_IsNamed() => AssertNamed("lane: There is no lane 'fast'", () => Read(lane: "fast"));

    [Fact]
    public void Read_TooLong_IsNamed()
    {
        AssertNamed("checkpoint: It is longer", () => Read(checkpoint: new string('x', 5000)));
        AssertNamed("scope: It is longer", () => Read(scope: new string('x', 129)));
    }

    [Fact]
    public void Read_WhatNoDatabaseHolds_IsNamed() => Assert.All(["a\0b", "\ud800"], text =>
    {
        AssertNamed("device_id: It is not valid text", () => Read(device: text));
        AssertNamed("scope: It is not valid text", () => Read(scope: text));
    });

    private static void AssertNamed(string expected, Func<PullRequest> read) =>
        Assert.Contains(expected, Assert.Throws<WireException>(read).Message, StringComparison.Ordinal);

    private static PullRequest Read(string? scope = null, string? checkpoint = null, string? lane = null, string? limit = null, string? device = null) =>
        PullRequestReader.Read(scope, checkpoint, lane, limit, device, SyncLimits.Default);
}
