using Athens.Sync.Modeling;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Wire;

public sealed class PullRequestReaderTests
{
    [Fact]
    public void Read_Nothing_AsksForTheCallersOwn() =>
        Assert.Equal(new PullRequest(), Read());

    [Fact]
    public void Read_Everything_IsRead() =>
        Assert.Equal(
            new PullRequest { Scope = "north", Checkpoint = "abc", Lane = Lanes.Critical, Limit = 10 },
            Read(("scope", "north"), ("checkpoint", "abc"), ("lane", "critical"), ("limit", "10"), ("other", "x"), ("other", "y")));

    [Fact]
    public void Read_Empty_CountsAsAbsent() =>
        Assert.Equal(new PullRequest(), Read(("scope", ""), ("checkpoint", ""), ("lane", ""), ("limit", "")));

    [Fact]
    public void Read_LimitAboveAPage_IsBroughtDown() =>
        Assert.Equal(1000, Read(("limit", "99999999999")).Limit);

    [Theory]
    [InlineData("limit", "0", "limit: A whole number")]
    [InlineData("limit", "-1", "limit: A whole number")]
    [InlineData("limit", "1.5", "limit: A whole number")]
    [InlineData("limit", "99999999999999999999", "limit: A whole number")]
    [InlineData("lane", "fast", "lane: There is no lane 'fast'")]
    public void Read_NotAParameter_IsNamed(string name, string value, string expected) =>
        Assert.Contains(expected, Assert.Throws<WireException>(() => Read((name, value))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_GivenTwice_IsNamed() =>
        Assert.Contains("scope: It is given more than once", Assert.Throws<WireException>(() => Read(("scope", "a"), ("scope", "b"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_TooLong_IsNamed()
    {
        Assert.Contains("checkpoint: It is longer", Assert.Throws<WireException>(() => Read(("checkpoint", new string('x', 5000)))).Message, StringComparison.Ordinal);
        Assert.Contains("scope: It is longer", Assert.Throws<WireException>(() => Read(("scope", new string('x', 129)))).Message, StringComparison.Ordinal);
    }

    private static PullRequest Read(params (string Name, string Value)[] query) =>
        PullRequestReader.Read(query.Select(p => KeyValuePair.Create(p.Name, p.Value)), SyncLimits.Default);
}
