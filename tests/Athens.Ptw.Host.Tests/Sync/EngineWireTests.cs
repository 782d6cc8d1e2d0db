using System.Text.Json;
using Athens.Ptw.Host.Tests.Hosting;
using static Athens.Ptw.Host.Tests.Hosting.Requests;

namespace Athens.Ptw.Host.Tests.Sync;

/// <summary>The engine's own wire: changes with their base, merged where that is safe, and the feed that tells of them.</summary>
public abstract class EngineWireTests(PtwServer server)
{
    [Fact]
    public async Task EditsOfDifferentFields_OfTwoDevices_Merge()
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        string permit = await CreateAsync(client);
        await PushAsync(client, "a", Update(permit, 1, new { title = "A's" }, new { title = "Weld the bracket" }));

        JsonElement verdict = (await PushAsync(client, "b", Update(permit, 1, new { location = "Tank 5" }, new { location = "Tank 4" }))).GetProperty("applied")[0];

        Assert.Equal(("merged", 3), (verdict.Text("status"), verdict.Number("new_version")));
        Assert.Equal("Tank 5", verdict.GetProperty("data").Text("location"));
        JsonElement state = await client.FetchAsync(Paths.Permits + permit);
        Assert.Equal(("A's", "Tank 5"), (state.Text("title"), state.Text("location")));
    }

    [Fact]
    public async Task SetsAndChecklists_OfTwoDevices_Merge()
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        string permit = await CreateAsync(client);
        var before = new { ppe_requirements = Array.Empty<string>(), safety_checklist = new { } };
        await PushAsync(client, "a", Update(permit, 1, new { ppe_requirements = new[] { "a" }, safety_checklist = new { one = true } }, before));

        JsonElement verdict = (await PushAsync(client, "b", Update(permit, 1, new { ppe_requirements = new[] { "b" }, safety_checklist = new { two = new { done = true, comments = "seen" } } }, before))).GetProperty("applied")[0];

        Assert.Equal("merged", verdict.Text("status"));
        JsonElement state = await client.FetchAsync(Paths.Permits + permit);
        Assert.Equal(["a", "b"], state.GetProperty("ppe_requirements").EnumerateArray().Select(code => code.GetString()!).Order(StringComparer.Ordinal));
        Assert.True(state.GetProperty("safety_checklist").GetProperty("one").GetBoolean());
        Assert.Equal("seen", state.GetProperty("safety_checklist").GetProperty("two").Text("comments"));
    }

    [Fact]
    public async Task TwoEditsOfOneDevice_SentTogether_NeverConflict()
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        string permit = await CreateAsync(client);

        JsonElement answer = await PushAsync(
            client,
            "a",
            Update(permit, 1, new { title = "First" }, new { title = "Weld the bracket" }),
            Update(permit, 1, new { title = "Second" }, new { title = "First" }));

        Assert.Equal(["applied", "applied"], answer.GetProperty("applied").EnumerateArray().Select(verdict => verdict.Text("status")));
        Assert.Equal("Second", (await client.FetchAsync(Paths.Permits + permit)).Text("title"));
    }

    [Fact]
    public async Task TheSameField_OfTwoDevices_IsAConflictWithAllThreeValues_AndItsResolutionIsTakenIn()
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        string permit = await CreateAsync(client);
        await PushAsync(client, "a", Update(permit, 1, new { title = "Theirs" }, new { title = "Weld the bracket" }));

        JsonElement conflict = (await PushAsync(client, "b", Update(permit, 1, new { title = "Mine" }, new { title = "Weld the bracket" }, "mine"))).GetProperty("conflicts")[0];
        JsonElement resolved = (await PushAsync(client, "b", new
        {
            entity = "permit",
            op = "update",
            offline_id = "resolved",
            server_id = permit,
            client_version = conflict.Number("server_version"),
            data = new { title = "Mine" },
            @base = new { title = "Theirs" },
            resolves = new { offline_id = "mine", resolution = "keep_mine" },
        })).GetProperty("applied")[0];
        JsonElement late = (await PushAsync(client, "b", Update(permit, 1, new { title = "Mine" }, new { title = "Weld the bracket" }, "mine"))).GetProperty("applied").EnumerateArray().FirstOrDefault();

        JsonElement title = conflict.GetProperty("fields").GetProperty("title");
        Assert.Equal(("Weld the bracket", "Mine", "Theirs"), (title.Text("base"), title.Text("client"), title.Text("server")));
        Assert.Equal(("applied", 3), (resolved.Text("status"), resolved.Number("new_version")));
        Assert.True(late.ValueKind is JsonValueKind.Undefined || late.Text("status") == "already_applied");
        JsonElement state = await client.FetchAsync(Paths.Permits + permit);
        Assert.Equal(("Mine", 3), (state.Text("title"), state.Number("version")));
    }

    [Fact]
    public async Task AMergedAnswer_ThenAnEditOnTheStaleReplica_OverwritesNothing()
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        string permit = await CreateAsync(client);
        await PushAsync(client, "a", Update(permit, 1, new { title = "Theirs" }, new { title = "Weld the bracket" }));
        JsonElement merged = (await PushAsync(client, "b", Update(permit, 1, new { location = "Tank 5" }, new { location = "Tank 4" }))).GetProperty("applied")[0];

        JsonElement answer = await PushAsync(client, "b", Update(permit, merged.Number("new_version"), new { title = "Mine" }, new { title = "Weld the bracket" }));

        Assert.Equal("stale_version", answer.GetProperty("conflicts")[0].Text("reason"));
        Assert.Equal("Theirs", (await client.FetchAsync(Paths.Permits + permit)).Text("title"));
    }

    [Fact]
    public async Task APull_InPages_TellsEachEntityOnceAndThenOnlyWhatIsNew()
    {
        using HttpClient client = await server.ClientOfAsync("admin-south");
        string permit = await CreateAsync(client);
        for (int i = 0; i < 4; i++)
            await client.AddAsync(Paths.Closeouts, new { permit_id = permit });

        (List<JsonElement> first, string checkpoint) = await PullAsync(client, null, 2);
        await client.EditAsync(Paths.Permits + permit, new { priority = "high" });
        (List<JsonElement> second, string last) = await PullAsync(client, checkpoint, 2);
        (List<JsonElement> third, _) = await PullAsync(client, last, 2);

        Assert.Equal(first.Count, first.DistinctBy(change => change.Text("server_id")).Count());
        Assert.Equal(5, first.Count(change => change.Text("server_id") == permit || change.GetProperty("data").TryGetProperty("permit_id", out JsonElement of) && of.GetString() == permit));
        JsonElement only = Assert.Single(second);
        Assert.Equal((permit, 2, "high"), (only.Text("server_id"), only.Number("version"), only.GetProperty("data").Text("priority")));
        Assert.Empty(third);
    }

    [Fact]
    public async Task ADeletedPoint_IsToldAsATombstone()
    {
        using HttpClient client = await server.ClientOfAsync("admin-north");
        string permit = await CreateAsync(client);
        string point = (await client.AddAsync(Paths.Points, new { permit_id = permit, name = "V-1" })).Text("id");
        (_, string checkpoint) = await PullAsync(client, null, null);

        await PushAsync(client, "a", new { entity = "isolation_point", op = "delete", offline_id = NewId(), server_id = point, client_version = 1 });
        JsonElement told = Assert.Single((await PullAsync(client, checkpoint, null)).Changes);

        Assert.Equal((point, 2), (told.Text("server_id"), told.Number("version")));
        Assert.True(told.GetProperty("deleted").GetBoolean());
        using HttpResponseMessage gone = await client.SendAsync(HttpMethod.Get, Paths.Points + point);
        using HttpResponseMessage patched = await client.SendAsync(HttpMethod.Patch, Paths.Points + point, new { name = "V-2" });
        Assert.Equal((404, 404), ((int)gone.StatusCode, (int)patched.StatusCode));
    }

    [Theory]
    [InlineData("requester")]
    [InlineData("isolator")]
    [InlineData("approver")]
    public async Task ADelete_IsTheAdminsOnly(string role)
    {
        using HttpClient requester = await server.ClientOfAsync("requester-north");
        using HttpClient client = await server.ClientOfAsync($"{role}-north");
        string permit = await CreateAsync(requester);

        (string kind, JsonElement verdict) = await client.SendChangeAsync(new { entity = "permit", op = "delete", offline_id = NewId(), server_id = permit, client_version = 1 });

        Assert.Equal(("rejected", "permission_denied"), (kind, verdict.Text("reason")));
    }

    [Fact]
    public async Task APermitWithRecords_CannotBeDeletedUnderThem()
    {
        using HttpClient client = await server.ClientOfAsync("admin-north");
        string permit = await CreateAsync(client);
        await client.AddAsync(Paths.Closeouts, new { permit_id = permit });

        (string kind, JsonElement verdict) = await client.SendChangeAsync(new { entity = "permit", op = "delete", offline_id = NewId(), server_id = permit, client_version = 1 });

        Assert.Equal(("rejected", "validation_error"), (kind, verdict.Text("reason")));
        Assert.Equal(1, (await client.FetchAsync(Paths.Permits + permit)).Number("version"));
    }

    [Fact]
    public async Task ARecordAndItsPermit_InOnePush_AreBothTakenIn_AndBothWaitWhereThePermitIsRefused()
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        string permit = NewId();
        object photo = new { entity = "permit_photo", op = "append", offline_id = NewId(), server_id = NewId(), data = new { permit_id = permit } };

        JsonElement refused = await PushAsync(client, "a", new { entity = "permit", op = "create", offline_id = NewId(), server_id = permit, data = new { title = "No more" } }, photo);
        JsonElement taken = await PushAsync(client, "a", new { entity = "permit", op = "create", offline_id = NewId(), server_id = permit, data = Draft() }, photo);

        Assert.Equal("validation_error", refused.GetProperty("rejected")[0].Text("reason"));
        Assert.Equal("predecessor_unresolved", refused.GetProperty("conflicts")[0].Text("reason"));
        Assert.Equal(2, taken.GetProperty("summary").Number("applied"));
    }

    private static async Task<string> CreateAsync(HttpClient client) => (await client.AddAsync(Paths.Permits, Draft())).Text("id");

    private static Task<JsonElement> PushAsync(HttpClient client, string device, params object[] changes) =>
        client.AddAsync(Paths.Push, new { device_id = device, changes });

    private static object Update(string permit, int version, object data, object replaced, string? offlineId = null) =>
        new { entity = "permit", op = "update", offline_id = offlineId ?? NewId(), server_id = permit, client_version = version, data, @base = replaced };

    private static async Task<(List<JsonElement> Changes, string Checkpoint)> PullAsync(HttpClient client, string? checkpoint, int? limit)
    {
        var changes = new List<JsonElement>();
        JsonElement page;
        do
        {
            page = await client.FetchAsync($"{Paths.Pull}?checkpoint={Uri.EscapeDataString(checkpoint ?? "")}&limit={limit}");
            Assert.True(limit is null || page.GetProperty("changes").GetArrayLength() <= limit);
            changes.AddRange(page.GetProperty("changes").EnumerateArray());
            checkpoint = page.Text("checkpoint");
        }
        while (page.GetProperty("has_more").GetBoolean());
        return (changes, checkpoint);
    }
}
