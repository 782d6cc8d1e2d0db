using System.Text.Json;
using Athens.Sync.Http.Tests.Hosting;
using Athens.Sync.Wire;

namespace Athens.Sync.Http.Tests.Endpoints;

/// <summary>A page tells in a header where the next begins, so that this may be asked for while the page is on its way.</summary>
public sealed class NextPageTests
{
    [Fact]
    public async Task Page_AfterWhichMoreIsWaiting_TellsItsCheckpointInAHeader()
    {
        await using SyncHost host = await SyncHost.StartAsync();
        using HttpClient ann = host.Ann;
        await PushAsync(ann, "n1", "n2", "n3");

        (string? first, PullResponse firstPage) = await PullAsync(ann, "limit=2");
        (string? last, PullResponse lastPage) = await PullAsync(ann, $"limit=2&checkpoint={first}");

        Assert.Equal((firstPage.Checkpoint, true), (first, firstPage.HasMore));
        Assert.Equal((null, false, "n3"), (last, lastPage.HasMore, Assert.Single(lastPage.Changes).ServerId));
    }

    private static async Task PushAsync(HttpClient client, params string[] keys)
    {
        IEnumerable<string> elements = keys.Select(key => $$"""{"entity":"note","op":"create","offline_id":"{{key}}","server_id":"{{key}}","data":{"title":"t"} }""");
        using HttpContent body = SyncHost.Json($$"""{"device_id":"d1","changes":[{{string.Join(',', elements)}}]}""");
        using HttpResponseMessage answer = await client.PostAsync("/sync/push", body);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<(string? Next, PullResponse Page)> PullAsync(HttpClient client, string query)
    {
        using HttpResponseMessage answer = (await client.GetAsync($"/sync/pull?{query}")).EnsureSuccessStatusCode();
        PullResponse page = JsonSerializer.Deserialize(await answer.Content.ReadAsByteArrayAsync(), WireJson.Instance.PullResponse)!;
        return (answer.Headers.TryGetValues(WireHeaders.Next, out IEnumerable<string>? values) ? Assert.Single(values) : null, page);
    }
}
