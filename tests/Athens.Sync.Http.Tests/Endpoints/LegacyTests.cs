using System.Net;
using System.Text.Json;
using Athens.Sync.Http.Tests.Hosting;

namespace Athens.Sync.Http.Tests.Endpoints;

/// <summary>A client of the older wire: no base, no epoch, properties of its own; one path for everything.</summary>
public sealed class LegacyTests : IAsyncLifetime
{
    private SyncHost host = null!;

    public async Task InitializeAsync() => host = await SyncHost.StartAsync();

    public Task DisposeAsync() => host.DisposeAsync().AsTask();

    [Theory]
    [InlineData(SyncHost.Legacy)]
    [InlineData("/api/sync-offline-data")]
    [InlineData("/sync/push")]
    public async Task Changes_OfEveryKind_GetOneVerdictEach(string path)
    {
        JsonElement answer = await PostAsync(path, """
            {"device_id":"d1","app_version":"1.0","changes":[
              {"entity":"note","op":"create","offline_id":"o1","server_id":"n1","data":{"title":"first"}},
              {"entity":"note","op":"update","offline_id":"o2","server_id":"n1","client_version":1,"data":{"title":"second"}},
              {"entity":"note","op":"update","offline_id":"o3","server_id":"n9","client_version":1,"data":{"title":"x"}},
              {"entity":"ghost","op":"update","offline_id":"o4","server_id":"n1"},
              {"entity":"note","op":"shrug","offline_id":"o5","server_id":"n1"},
              {"entity":"note","op":"update","offline_id":"o6","server_id":"n1","client_version":"five"},
              17]}
            """);

        Assert.Equal("""{"total":7,"applied":2,"conflicts":0,"rejected":5}""", answer.GetProperty("summary").GetRawText());
        Assert.Equal(["o1:1", "o2:2"], answer.GetProperty("applied").EnumerateArray().Select(a => $"{a.GetProperty("offline_id")}:{a.GetProperty("new_version")}"));
        Assert.Equal(
            ["o3:not_found", "o4:unknown_entity", "o5:unknown_op", "o6:validation_error", ":validation_error"],
            answer.GetProperty("rejected").EnumerateArray().Select(r => $"{r.GetProperty("offline_id")}:{r.GetProperty("reason").GetString()}"));
    }

    [Fact]
    public async Task Change_OnAStaleVersion_IsAConflictWithBothValues()
    {
        await PostAsync(SyncHost.Legacy, """{"device_id":"d1","changes":[{"entity":"note","op":"create","offline_id":"o1","server_id":"n1","data":{"title":"first"}}]}""");
        await PostAsync(SyncHost.Legacy, """{"device_id":"d1","changes":[{"entity":"note","op":"update","offline_id":"o2","server_id":"n1","client_version":1,"data":{"title":"second"}}]}""");

        JsonElement answer = await PostAsync(SyncHost.Legacy, """{"device_id":"d2","changes":[{"entity":"note","op":"update","offline_id":"o3","server_id":"n1","client_version":1,"data":{"title":"third"}}]}""");

        JsonElement conflict = answer.GetProperty("conflicts")[0];
        Assert.Equal(("stale_version", 1, 2), (conflict.GetProperty("reason").GetString(), conflict.GetProperty("client_version").GetInt32(), conflict.GetProperty("server_version").GetInt32()));
        JsonElement title = conflict.GetProperty("fields").GetProperty("title");
        Assert.Equal(("third", "second", "last_write_wins"), (title.GetProperty("client").GetString(), title.GetProperty("server").GetString(), title.GetProperty("merge_hint").GetString()));
        Assert.Equal("second", conflict.GetProperty("server_state").GetProperty("title").GetString());
    }

    [Fact]
    public async Task Change_SentAgainOnTheOtherPath_IsAlreadyApplied()
    {
        const string push = """{"device_id":"d1","changes":[{"entity":"note","op":"create","offline_id":"o1","server_id":"n1","data":{"title":"first"}}]}""";
        await PostAsync(SyncHost.Legacy, push);

        JsonElement answer = await PostAsync("/sync/push", push);

        Assert.Equal("already_applied", answer.GetProperty("applied")[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task Number_BeyondADouble_IsRefusedByItsField()
    {
        JsonElement answer = await PostAsync(SyncHost.Legacy, """{"device_id":"d1","changes":[{"entity":"note","op":"create","offline_id":"o1","server_id":"n1","data":{"level":1e400}}]}""");

        Assert.Equal(1, answer.GetProperty("summary").GetProperty("rejected").GetInt32());
        Assert.True(answer.GetProperty("rejected")[0].GetProperty("detail").TryGetProperty("level", out _));
    }

    [Fact]
    public async Task Array_TooLong_IsRefusedAndTheOthersAreTakenIn()
    {
        string tags = string.Join(',', Enumerable.Repeat("\"t\"", 10_001));
        JsonElement answer = await PostAsync(SyncHost.Legacy, $$"""
            {"device_id":"d1","changes":[
              {"entity":"note","op":"create","offline_id":"o1","server_id":"n1","data":{"tags":[{{tags}}]} },
              {"entity":"note","op":"create","offline_id":"o2","server_id":"n2","data":{"title":"fine"} }]}
            """);

        Assert.Equal("""{"total":2,"applied":1,"conflicts":0,"rejected":1}""", answer.GetProperty("summary").GetRawText());
        Assert.Equal("too_large", answer.GetProperty("rejected")[0].GetProperty("reason").GetString());
    }

    private async Task<JsonElement> PostAsync(string path, string body)
    {
        using HttpClient ann = host.Ann;
        HttpResponseMessage response = await ann.PostAsync(path, SyncHost.Json(body));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync());
    }
}
