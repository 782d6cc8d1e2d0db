using System.Text.Json;
using Athens.Ptw.Host.Tests.Hosting;

namespace Athens.Ptw.Host.Tests.Samples;

public sealed class SampleTests(SampleServer server) : IClassFixture<SampleServer>
{
    [Theory]
    [InlineData("north")]
    [InlineData("south")]
    public async Task Samples_WhereAskedFor_AreInEachProjectAndInItsFeed(string project)
    {
        using HttpClient client = await server.ClientOfAsync($"requester-{project}");

        JsonElement permits = await client.FetchAsync(Paths.Permits);
        JsonElement feed = await client.FetchAsync(Paths.Pull);

        Assert.Equal(
            ["active", "completed", "draft", "submitted", "under_review"],
            permits.EnumerateArray().Select(permit => permit.Text("status")).Order(StringComparer.Ordinal));
        Assert.Subset(
            feed.GetProperty("changes").EnumerateArray().Select(change => change.Text("server_id")).ToHashSet(),
            permits.EnumerateArray().Select(permit => permit.Text("id")).ToHashSet());
    }
}
