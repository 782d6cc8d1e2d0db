using Athens.Ptw.Host.Permits;
using Athens.Ptw.Host.Startup;
using Microsoft.Extensions.Configuration;

namespace Athens.Ptw.Host.Tests.Permits;

public sealed class PermitExpirySettingsTests
{
    [Theory]
    [InlineData(null, 60)]
    [InlineData("", 60)]
    [InlineData("00:00:00", 0)]
    [InlineData("00:10:00", 600)]
    public void Every_AsConfigured_IsThatLong(string? text, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), PermitExpirySettings.From(With(text)).Every);

    [Theory]
    [InlineData("soon")]
    [InlineData("-00:01:00")]
    public void Every_AsNoLengthOfTime_IsToldByName(string text) =>
        Assert.Contains("Ptw:ExpireEvery", Assert.Throws<PtwStartException>(() => PermitExpirySettings.From(With(text))).Message, StringComparison.Ordinal);

    private static IConfiguration With(string? text) =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Ptw:ExpireEvery", text)]).Build();
}
