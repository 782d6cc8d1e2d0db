using System.Globalization;
using Athens.Ptw.Catalogue;

namespace Athens.Ptw.Host.Tests.Catalogue;

public sealed class GasLimitTests
{
    private static readonly GasLimit Oxygen = new("o2", "Oxygen", "%", AtLeast: 19.5m, AtMost: 23.5m);

    [Theory]
    [InlineData("19.4", false)]
    [InlineData("19.5", true)]
    [InlineData("23.5", true)]
    [InlineData("23.51", false)]
    public void IsSafe_ARange_IncludesItsEnds(string value, bool safe) =>
        Assert.Equal(safe, Oxygen.IsSafe(decimal.Parse(value, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("9.99", true)]
    [InlineData("10", false)]
    public void IsSafe_Below_LeavesItsEndOut(string value, bool safe) =>
        Assert.Equal(safe, new GasLimit("lel", "Flammable gas", "%", Below: 10).IsSafe(decimal.Parse(value, CultureInfo.InvariantCulture)));

    [Fact]
    public void Describe_ARange_ReadsAsASentence() =>
        Assert.Equal("at least 19.5 and at most 23.5 %", Oxygen.Describe());
}
