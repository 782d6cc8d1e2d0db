using System.Text.Json;
using Athens.Sync.Http.Tests.Hosting;

namespace Athens.Sync.Http.Tests.Endpoints;

public sealed class OpenApiTests
{
    [Fact]
    public async Task Document_OfTheHost_DescribesEveryEndpoint()
    {
        await using SyncHost host = await SyncHost.StartAsync();
        using HttpClient client = host.Client(null);

        JsonElement paths = JsonElement.Parse(await client.GetStringAsync("/openapi/v1.json")).GetProperty("paths");

        AssertPush(paths.GetProperty("/sync/push").GetProperty("post"), "sync_push");
        AssertPush(paths.GetProperty(SyncHost.Legacy.TrimEnd('/')).GetProperty("post"), "api_sync_offline_data");
        AssertPull(paths.GetProperty("/sync/pull").GetProperty("get"));
    }

    [Fact]
    public async Task Schemas_UnderSnakeCase_HaveTheNamesOfTheWire()
    {
        await using SyncHost host = await SyncHost.StartAsync();
        using HttpClient client = host.Client(null);

        JsonElement schemas = JsonElement.Parse(await client.GetStringAsync("/openapi/v1.json")).GetProperty("components").GetProperty("schemas");

        Assert.Empty(new[] { "device_id", "changes", "epoch", "generation", "acknowledged", "resolutions" }.Except(Names(schemas, "PushRequest")));
        Assert.DoesNotContain("malformed", Names(schemas, "PushRequest"));
        Assert.Empty(new[] { "entity", "op", "offline_id", "server_id", "client_version", "data", "base", "changed_at" }.Except(Names(schemas, "Change")));
        Assert.Empty(new[] { "scope", "epoch", "changes", "checkpoint", "has_more" }.Except(Names(schemas, "PullResponse")));
    }

    [Fact]
    public async Task Schemas_OfEnumerations_AreTheirNamesOnTheWire()
    {
        await using SyncHost host = await SyncHost.StartAsync();
        using HttpClient client = host.Client(null);

        JsonElement schemas = JsonElement.Parse(await client.GetStringAsync("/openapi/v1.json")).GetProperty("components").GetProperty("schemas");

        Assert.Equal(["create", "update", "update_status", "append", "delete"], schemas.GetProperty("ChangeOp").GetProperty("enum").EnumerateArray().Select(e => e.GetString()));
        Assert.Contains("predecessor_unresolved", schemas.GetProperty("ConflictReason").GetProperty("enum").EnumerateArray().Select(e => e.GetString()));
    }

    private static void AssertPush(JsonElement push, string id)
    {
        Assert.Equal(id, push.GetProperty("operationId").GetString());
        Assert.Equal(["application/json"], push.GetProperty("requestBody").GetProperty("content").EnumerateObject().Select(p => p.Name));
        Assert.Equal(["200", "400", "403", "404", "409", "413", "415", "429", "500", "503"], Statuses(push));
    }

    private static void AssertPull(JsonElement pull)
    {
        Assert.Equal("sync_pull", pull.GetProperty("operationId").GetString());
        Assert.Equal(["scope", "checkpoint", "lane", "limit", "device_id"], pull.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()));
        Assert.Equal(["200", "400", "403", "404", "409", "429", "500", "503"], Statuses(pull));
    }

    private static IEnumerable<string> Statuses(JsonElement operation) => operation.GetProperty("responses").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal);

    private static HashSet<string> Names(JsonElement schemas, string name) => [.. schemas.GetProperty(name).GetProperty("properties").EnumerateObject().Select(p => p.Name)];
}
