using Athens.Ptw.Host.Tests.Hosting;

namespace Athens.Ptw.Host.Tests.Samples;

public sealed class NoSampleTests(PtwServer server) : IClassFixture<PtwServer>
{
    [Fact]
    public async Task Samples_WhereNobodyAskedForThem_AreNotThere()
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");

        Assert.Equal(0, (await client.FetchAsync(Paths.Permits)).GetArrayLength());
        Assert.Equal(0, (await client.FetchAsync(Paths.Pull)).GetProperty("changes").GetArrayLength());
    }
}
