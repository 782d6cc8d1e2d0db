using System.Text.Json;
using Athens.Ptw.Host.Tests.Hosting;
using static Athens.Ptw.Host.Tests.Hosting.Requests;

namespace Athens.Ptw.Host.Tests.Wire;

/// <summary>The wire that existing clients speak, case by case: no base, and what the answers must hold.</summary>
public abstract class OlderWireTests(PtwServer server)
{
    [Fact]
    public async Task ACreate_IsAnsweredWithItsKeyAndVersion1()
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");

        (string kind, JsonElement verdict) = await client.SendChangeAsync(new { entity = "permit", op = "create", offline_id = NewId(), data = Draft() });

        Assert.Equal("applied", kind);
        Assert.Equal("applied", verdict.Text("status"));
        Assert.Equal(1, verdict.Number("new_version"));
        JsonElement permit = await client.FetchAsync(Paths.Permits + verdict.Text("server_id"));
        Assert.Equal("draft", permit.Text("status"));
        Assert.Equal("north", permit.Text("project_id"));
        Assert.Equal("requester-north", permit.Text("created_by"));
    }

    [Fact]
    public async Task ACreate_ThatBringsItsKey_KeepsIt()
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        string key = NewId();

        (_, JsonElement verdict) = await client.SendChangeAsync(new { entity = "permit", op = "create", offline_id = NewId(), server_id = key, data = Draft() });

        Assert.Equal(key, verdict.Text("server_id"));
    }

    [Fact]
    public async Task AnUpdate_OnTheMatchingVersion_IsAppliedAsTheNext()
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        string permit = await CreateAsync(client);

        (string kind, JsonElement verdict) = await client.SendChangeAsync(Update("permit", permit, 1, new { title = "Grind the bracket" }));

        Assert.Equal("applied", kind);
        Assert.Equal(2, verdict.Number("new_version"));
        Assert.Equal("Grind the bracket", (await client.FetchAsync(Paths.Permits + permit)).Text("title"));
    }

    [Fact]
    public async Task AnUpdate_OfAScalarOnAStaleVersion_IsAConflictWithBothValues()
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        string permit = await CreateAsync(client);
        await client.SendChangeAsync(Update("permit", permit, 1, new { title = "Theirs" }));

        (string kind, JsonElement verdict) = await client.SendChangeAsync(Update("permit", permit, 1, new { title = "Mine" }));

        Assert.Equal("conflicts", kind);
        Assert.Equal("stale_version", verdict.Text("reason"));
        Assert.Equal(1, verdict.Number("client_version"));
        Assert.Equal(2, verdict.Number("server_version"));
        JsonElement title = verdict.GetProperty("fields").GetProperty("title");
        Assert.Equal(("Mine", "Theirs", "last_write_wins"), (title.Text("client"), title.Text("server"), title.Text("merge_hint")));
        Assert.Equal("Theirs", verdict.GetProperty("server_state").Text("title"));
        Assert.Equal("Theirs", (await client.FetchAsync(Paths.Permits + permit)).Text("title"));
    }

    [Theory]
    [InlineData("""{ "ppe_requirements": ["safety_helmet"] }""", """{ "ppe_requirements": ["hearing_protection"] }""", "ppe_requirements", "set_merge")]
    [InlineData("""{ "safety_checklist": { "a": true } }""", """{ "safety_checklist": { "b": { "done": true, "comments": "seen" } } }""", "safety_checklist", "true_wins")]
    [InlineData("""{ "control_measures": "Fire watch" }""", """{ "control_measures": "Screens" }""", "control_measures", "last_write_wins")]
    public async Task AnUpdate_OnAStaleVersion_HintsHowTheFieldMerges(string theirs, string mine, string field, string hint)
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        string permit = await CreateAsync(client);
        await client.SendChangeAsync(Update("permit", permit, 1, JsonElement.Parse(theirs)));

        (string kind, JsonElement verdict) = await client.SendChangeAsync(Update("permit", permit, 1, JsonElement.Parse(mine)));

        Assert.Equal("conflicts", kind);
        Assert.Equal("stale_version", verdict.Text("reason"));
        Assert.Equal(hint, verdict.GetProperty("fields").GetProperty(field).Text("merge_hint"));
    }

    [Fact]
    public async Task APhoto_Appended_IsAppliedOnce()
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        var photo = new { entity = "permit_photo", op = "append", offline_id = NewId(), data = new { permit_id = await CreateAsync(client), photo_type = "before", description = "The bracket" } };

        (string firstKind, JsonElement first) = await client.SendChangeAsync(photo);
        (string secondKind, JsonElement second) = await client.SendChangeAsync(photo);

        Assert.Equal(("applied", "applied"), (firstKind, first.Text("status")));
        Assert.Equal(("applied", "already_applied"), (secondKind, second.Text("status")));
        Assert.Equal(first.Text("server_id"), second.Text("server_id"));
        Assert.Equal(1, (await client.FetchAsync($"{Paths.Photos}?permit_id={photo.data.permit_id}")).GetArrayLength());
    }

    [Theory]
    [InlineData("update_status")]
    [InlineData("update")]
    public async Task AMove_ThatTheMachineLacks_IsAConflict(string op)
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        string permit = await CreateAsync(client);

        (string kind, JsonElement verdict) = await client.SendChangeAsync(Change("permit", op, permit, 1, new { status = "completed" }));

        Assert.Equal("conflicts", kind);
        Assert.Equal("invalid_transition", verdict.Text("reason"));
        Assert.Equal("draft", (await client.FetchAsync(Paths.Permits + permit)).Text("status"));
    }

    [Theory]
    [InlineData("update", 1)]
    [InlineData("update_status", 1)]
    [InlineData("update", 3)]
    [InlineData("update_status", 3)]
    public async Task AnIsolationPoint_BehindTheServer_IsToldWhatTheServerIsAlreadyAt(string op, int version)
    {
        using HttpClient requester = await server.ClientOfAsync("requester-north");
        using HttpClient isolator = await server.ClientOfAsync("isolator-north");
        using HttpClient verifier = await server.ClientOfAsync("verifier-north");
        string point = (await isolator.AddAsync(Paths.Points, new { permit_id = await CreateAsync(requester), name = "V-1204" })).Text("id");
        await isolator.EditAsync(Paths.Points + point, new { status = "isolated" });
        await verifier.EditAsync(Paths.Points + point, new { status = "verified" });

        (string kind, JsonElement verdict) = await isolator.SendChangeAsync(Change("isolation_point", op, point, version, new { status = "isolated" }));

        Assert.Equal("conflicts", kind);
        Assert.Equal("invalid_transition", verdict.Text("reason"));
        Assert.Contains("already at", verdict.Text("detail"), StringComparison.Ordinal);
        Assert.Contains("verified", verdict.Text("detail"), StringComparison.Ordinal);
        Assert.Equal("verified", (await isolator.FetchAsync(Paths.Points + point)).Text("status"));
    }

    [Theory]
    [InlineData("update", """{ "title": "Ours now" }""")]
    [InlineData("update_status", """{ "status": "submitted" }""")]
    [InlineData("delete", "{}")]
    public async Task AnotherProjectsRow_IsRejectedAsIfItWereNotThere(string op, string data)
    {
        using HttpClient north = await server.ClientOfAsync("admin-north");
        using HttpClient south = await server.ClientOfAsync("admin-south");
        string permit = await CreateAsync(north);
        string before = (await north.FetchAsync(Paths.Permits + permit)).GetRawText();

        JsonElement foreign = await south.PushAsync(Paths.OlderWire, Fixed(op, permit, data));
        JsonElement missing = await south.PushAsync(Paths.OlderWire, Fixed(op, NewId(), data));

        Assert.Equal("not_found", foreign.GetProperty("rejected")[0].Text("reason"));
        Assert.False(foreign.GetProperty("rejected")[0].TryGetProperty("server_state", out _));
        Assert.Equal(missing.GetRawText(), foreign.GetRawText());
        Assert.Equal(before, (await north.FetchAsync(Paths.Permits + permit)).GetRawText());
    }

    [Theory]
    [InlineData("permit_photo", "append")]
    [InlineData("isolation_point", "create")]
    public async Task ARecordOfAnotherProjectsPermit_IsRejectedAsIfThatWereNotThere(string entity, string op)
    {
        using HttpClient north = await server.ClientOfAsync("admin-north");
        using HttpClient south = await server.ClientOfAsync("admin-south");
        string permit = await CreateAsync(north);

        JsonElement foreign = await south.PushAsync(Paths.OlderWire, new { entity, op, offline_id = "fixed", data = new { permit_id = permit } });
        JsonElement missing = await south.PushAsync(Paths.OlderWire, new { entity, op, offline_id = "fixed", data = new { permit_id = NewId() } });

        Assert.Equal("not_found", foreign.GetProperty("rejected")[0].Text("reason"));
        Assert.Equal(missing.GetRawText(), foreign.GetRawText());
    }

    [Fact]
    public async Task AKeyThatAnotherProjectHas_IsRejectedAsIfItWereNotThere()
    {
        using HttpClient north = await server.ClientOfAsync("admin-north");
        using HttpClient south = await server.ClientOfAsync("admin-south");
        string permit = await CreateAsync(north);

        (string kind, JsonElement verdict) = await south.SendChangeAsync(new { entity = "permit", op = "create", offline_id = NewId(), server_id = permit, data = Draft() });

        Assert.Equal(("rejected", "not_found"), (kind, verdict.Text("reason")));
    }

    [Fact]
    public async Task TheSameChangeTwice_InTwoPushes_IsOneStep()
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        string permit = await CreateAsync(client);
        object change = Update("permit", permit, 1, new { title = "Once" });

        (_, JsonElement first) = await client.SendChangeAsync(change);
        (string kind, JsonElement second) = await client.SendChangeAsync(change);

        Assert.Equal(("applied", "already_applied", 2), (kind, second.Text("status"), second.Number("new_version")));
        Assert.Equal(first.Text("server_id"), second.Text("server_id"));
        Assert.Equal(2, (await client.FetchAsync(Paths.Permits + permit)).Number("version"));
    }

    [Fact]
    public async Task TheSameChangeTwice_InOnePush_IsOneStep()
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        string permit = await CreateAsync(client);
        object change = Update("permit", permit, 1, new { title = "Once" });

        JsonElement answer = await client.PushAsync(Paths.OlderWire, change, change);

        Assert.Equal(["applied", "already_applied"], answer.GetProperty("applied").EnumerateArray().Select(verdict => verdict.Text("status")));
        Assert.Equal(2, (await client.FetchAsync(Paths.Permits + permit)).Number("version"));
    }

    [Fact]
    public async Task TheSameChange_SentSixteenTimesAtOnce_IsOneStep()
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        string permit = await CreateAsync(client);
        object change = Update("permit", permit, 1, new { title = "Once" });

        (string Kind, JsonElement Verdict)[] answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => client.SendChangeAsync(change)));

        Assert.All(answers, answer => Assert.Equal(("applied", 2), (answer.Kind, answer.Verdict.Number("new_version"))));
        Assert.Equal(1, answers.Count(answer => answer.Verdict.Text("status") == "applied"));
        Assert.Equal(2, (await client.FetchAsync(Paths.Permits + permit)).Number("version"));
    }

    [Theory]
    [InlineData("update", """{ "title": "Anything" }""")]
    [InlineData("update_status", """{ "status": "submitted" }""")]
    public async Task AChangeWithoutAVersion_IsAConflict(string op, string data)
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        string permit = await CreateAsync(client);

        (string kind, JsonElement verdict) = await client.SendChangeAsync(new { entity = "permit", op, offline_id = NewId(), server_id = permit, data = JsonElement.Parse(data) });

        Assert.Equal(("conflicts", "missing_client_version"), (kind, verdict.Text("reason")));
        Assert.Equal(1, (await client.FetchAsync(Paths.Permits + permit)).Number("version"));
    }

    [Fact]
    public async Task WhateverIsSent_EachChangeGetsAVerdict()
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");

        JsonElement answer = await client.PushAsync(
            Paths.OlderWire,
            new { entity = "elevator", op = "create", offline_id = "a", data = new { } },
            new { entity = "permit", op = "explode", offline_id = "b", server_id = NewId(), client_version = 1, data = new { } },
            new { entity = "permit", op = "update", offline_id = "c", client_version = 1, data = new { title = "No key" } },
            new { entity = "permit", op = "create", offline_id = "d", data = Draft() },
            new { entity = "permit", offline_id = "e" },
            "not a change",
            new { });

        Assert.Equal(["d"], answer.GetProperty("applied").EnumerateArray().Select(verdict => verdict.Text("offline_id")));
        var reasons = answer.GetProperty("rejected").EnumerateArray().Select(verdict => (verdict.Text("offline_id"), verdict.Text("reason"))).ToHashSet();
        Assert.Superset(new HashSet<(string, string)> { ("a", "unknown_entity"), ("b", "unknown_op"), ("c", "missing_server_id"), ("e", "validation_error") }, reasons);
    }

    [Fact]
    public async Task PropertiesOfTheEnvelopeThatNobodyKnows_AreIgnored()
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");

        JsonElement answer = await client.AddAsync(Paths.OlderWire, new
        {
            device_id = "tablet-1",
            app_version = "3.4.1",
            battery = new { level = 0.4 },
            changes = new[] { new { entity = "permit", op = "create", offline_id = NewId(), retries = 3, data = Draft() } },
        });

        Assert.Equal(1, answer.GetProperty("summary").Number("applied"));
    }

    private static async Task<string> CreateAsync(HttpClient client)
    {
        (string kind, JsonElement verdict) = await client.SendChangeAsync(new { entity = "permit", op = "create", offline_id = NewId(), data = Draft() });
        Assert.True(kind == "applied", verdict.GetRawText());
        return verdict.Text("server_id");
    }

    private static object Update(string entity, string key, int version, object data) => Change(entity, "update", key, version, data);

    private static object Change(string entity, string op, string key, int version, object data) =>
        new { entity, op, offline_id = NewId(), server_id = key, client_version = version, data };

    /// <summary>A change whose answer can be compared with another's.</summary>
    private static object Fixed(string op, string key, string data) =>
        new { entity = "permit", op, offline_id = $"fixed-{op}", server_id = key, client_version = 1, data = JsonElement.Parse(data) };
}
