using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Athens.Ptw.Host.Tests.Hosting;
using static Athens.Ptw.Host.Tests.Hosting.Requests;

namespace Athens.Ptw.Host.Tests.Roles;

/// <summary>A field that only a supervisor may set: refused by name on each of the three roads, and nothing is written.</summary>
public abstract class FieldRightTests(PtwServer server)
{
    private const string Denied = """{"priority":"You may not set it."}""";

    [Theory]
    [InlineData(Paths.Push)]
    [InlineData(Paths.OlderWire)]
    public async Task APush_ByARequester_IsDeniedByTheFieldsName(string road)
    {
        using HttpClient requester = await server.ClientOfAsync("requester-north");
        string permit = (await requester.AddAsync(Paths.Permits, Draft())).Text("id");
        Dictionary<string, object?> urgent = new(Draft()) { ["priority"] = "emergency" };

        JsonElement answer = await requester.PushAsync(
            road,
            new { entity = "permit", op = "create", offline_id = NewId(), data = urgent },
            new { entity = "permit", op = "update", offline_id = NewId(), server_id = permit, client_version = 1, data = new { priority = "emergency", title = "Now" } });

        Assert.All(answer.GetProperty("rejected").EnumerateArray(), rejected => Assert.Equal(("permission_denied", Denied), (rejected.Text("reason"), rejected.GetProperty("detail").GetRawText())));
        Assert.Equal(2, answer.GetProperty("rejected").GetArrayLength());
        Assert.Equal(1, (await requester.FetchAsync(Paths.Permits + permit)).Number("version"));
    }

    [Fact]
    public async Task PlainHttp_ByARequester_Is403ThatNamesTheField()
    {
        using HttpClient requester = await server.ClientOfAsync("requester-north");
        string permit = (await requester.AddAsync(Paths.Permits, Draft())).Text("id");

        using HttpResponseMessage answer = await requester.PatchAsJsonAsync(Paths.Permits + permit, new { priority = "emergency" });

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(Denied, (await answer.Content.ReadFromJsonAsync<JsonElement>()).Text("detail"));
    }

    [Fact]
    public async Task WhatASupervisorSet_ARequesterCannotTakeAway_AndMayEditBeside()
    {
        using HttpClient requester = await server.ClientOfAsync("requester-north");
        using HttpClient admin = await server.ClientOfAsync("admin-north");
        string permit = (await requester.AddAsync(Paths.Permits, Draft())).Text("id");
        await admin.EditAsync(Paths.Permits + permit, new { priority = "emergency" });

        using HttpResponseMessage answer = await requester.PatchAsJsonAsync(Paths.Permits + permit, new { priority = "low" });
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("emergency", (await requester.EditAsync(Paths.Permits + permit, new { title = "Beside", priority = "emergency" })).Text("priority"));
    }
}
