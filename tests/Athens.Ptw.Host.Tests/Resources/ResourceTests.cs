using System.Net;
using System.Text;
using System.Text.Json;
using Athens.Ptw.Host.Tests.Hosting;
using static Athens.Ptw.Host.Tests.Hosting.Requests;

namespace Athens.Ptw.Host.Tests.Resources;

/// <summary>Plain HTTP over the engine: what it answers, and with which status.</summary>
public sealed class ResourceTests(PtwServer server) : IClassFixture<PtwServer>
{
    [Fact]
    public async Task APermit_Posted_IsThereAndInTheFeed()
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");

        using HttpResponseMessage answer = await client.SendAsync(HttpMethod.Post, Paths.Permits, Draft());
        JsonElement permit = JsonElement.Parse(await answer.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal($"{Paths.Permits}{permit.Text("id")}/", answer.Headers.Location!.ToString());
        Assert.Equal("\"1\"", answer.Headers.ETag!.ToString());
        Assert.Equal((1, "draft", "north", "medium"), (permit.Number("version"), permit.Text("status"), permit.Text("project_id"), permit.Text("priority")));
        Assert.Equal(permit.GetRawText(), (await client.FetchAsync(answer.Headers.Location.ToString())).GetRawText());
        JsonElement pulled = (await client.FetchAsync(Paths.Pull)).GetProperty("changes").EnumerateArray().Single(change => change.Text("server_id") == permit.Text("id"));
        Assert.Equal((1, "Weld the bracket"), (pulled.Number("version"), pulled.GetProperty("data").Text("title")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public async Task APath_WithAndWithoutItsLastSlash_IsTheSame(string end)
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        string collection = Paths.Permits.TrimEnd('/') + end;

        string id = (await client.AddAsync(collection, Draft())).Text("id");

        Assert.Equal(2, (await client.EditAsync($"{Paths.Permits}{id}{end}", new { priority = "high" })).Number("version"));
        Assert.Equal("high", (await client.FetchAsync($"{Paths.Permits}{id}{end}")).Text("priority"));
        Assert.NotEqual(0, (await client.FetchAsync(collection)).GetArrayLength());
    }

    [Fact]
    public async Task ADraft_InThePast_NeedsNoMoreThanSixFields()
    {
        using HttpClient client = await server.ClientOfAsync("requester-south");
        Dictionary<string, object?> past = new(Draft()) { ["planned_start_time"] = "2001-01-01T08:00:00+03:00", ["planned_end_time"] = "2001-01-01T16:00:00+03:00" };

        JsonElement permit = await client.AddAsync(Paths.Permits, past);

        Assert.Equal("2001-01-01T08:00:00+03:00", permit.Text("planned_start_time"));
    }

    [Theory]
    [InlineData("title")]
    [InlineData("description")]
    [InlineData("location")]
    [InlineData("permit_type")]
    [InlineData("planned_start_time")]
    [InlineData("planned_end_time")]
    public async Task ADraft_WithoutAFieldThatItNeeds_IsRefusedByThatFieldsName(string field)
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        Dictionary<string, object?> draft = new(Draft());
        draft.Remove(field);

        JsonElement problem = await ProblemAsync(HttpStatusCode.BadRequest, client.SendAsync(HttpMethod.Post, Paths.Permits, draft));

        Assert.Equal([field], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    [Theory]
    [InlineData("""{ "permit_type": "juggling" }""", "permit_type")]
    [InlineData("""{ "title": 5 }""", "title")]
    [InlineData("""{ "title": null }""", "title")]
    [InlineData("""{ "ppe_requirements": "helmet" }""", "ppe_requirements")]
    [InlineData("""{ "planned_end_time": "2001-01-01T00:00:00Z" }""", "planned_end_time")]
    [InlineData("""{ "colour": "red" }""", "colour")]
    [InlineData("""{ "approved_by": "me" }""", "approved_by")]
    [InlineData("""{ "project_id": "south" }""", "project_id")]
    [InlineData("""{ "version": "one" }""", "version")]
    public async Task AFieldThatCannotBe_IsRefusedByName_OnPatchAndPost(string fields, string field)
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        string permit = (await client.AddAsync(Paths.Permits, Draft())).Text("id");

        JsonElement problem = await ProblemAsync(HttpStatusCode.BadRequest, client.SendAsync(HttpMethod.Patch, Paths.Permits + permit, JsonElement.Parse(fields)));

        Assert.Equal([field], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        Assert.Equal(1, (await client.FetchAsync(Paths.Permits + permit)).Number("version"));
        if (field is "project_id")
            return;
        Dictionary<string, object?> body = new(Draft());
        foreach (JsonProperty property in JsonElement.Parse(fields).EnumerateObject())
            body[property.Name] = property.Value;
        problem = await ProblemAsync(HttpStatusCode.BadRequest, client.SendAsync(HttpMethod.Post, Paths.Permits, body));
        Assert.Equal([field], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    [Theory]
    [InlineData("{ \"title\": ")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{} , \"server_id\": \"x\"")]
    [InlineData("{ \"title\": \"a\", \"title\": \"b\" }")]
    [InlineData("{ \"title\": \"\\ud800\" }")]
    [InlineData("{ \"\\ud800\": 1 }")]
    public async Task ABodyThatCannotBeRead_IsABadRequest(string text)
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        string permit = (await client.AddAsync(Paths.Permits, Draft())).Text("id");

        foreach ((HttpMethod method, string path) in new[] { (HttpMethod.Post, Paths.Permits), (HttpMethod.Patch, Paths.Permits + permit) })
        {
            var request = new HttpRequestMessage(method, path) { Content = new StringContent(text, Encoding.UTF8, "application/json") };
            await ProblemAsync(HttpStatusCode.BadRequest, client.SendAsync(request));
        }
    }

    [Fact]
    public async Task ABody_BeyondTheLimits_IsRefused()
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");

        await ProblemAsync(HttpStatusCode.RequestEntityTooLarge, client.SendAsync(HttpMethod.Post, Paths.Permits, new Dictionary<string, object?>(Draft()) { ["title"] = new string('x', 70_000) }));
        var huge = new HttpRequestMessage(HttpMethod.Post, Paths.Permits) { Content = new StringContent($"\"{new string('x', 5 << 20)}\"", Encoding.UTF8, "application/json") };
        huge.Headers.ExpectContinue = true;
        await ProblemAsync(HttpStatusCode.RequestEntityTooLarge, client.SendAsync(huge));
        await ProblemAsync(HttpStatusCode.BadRequest, client.SendAsync(new HttpRequestMessage(HttpMethod.Post, Paths.Permits) { Content = new StringContent(new string('[', 10_000), Encoding.UTF8, "application/json") }));
    }

    [Fact]
    public async Task ABody_OfAnotherMediaType_IsRefused()
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        var request = new HttpRequestMessage(HttpMethod.Post, Paths.Permits) { Content = new StringContent("title=a", Encoding.UTF8, "application/x-www-form-urlencoded") };

        await ProblemAsync(HttpStatusCode.UnsupportedMediaType, client.SendAsync(request));
    }

    [Fact]
    public async Task APatch_OnAStaleVersion_IsAConflictThatTellsBothValues()
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        string permit = (await client.AddAsync(Paths.Permits, Draft())).Text("id");
        await client.EditAsync(Paths.Permits + permit, new { title = "Theirs" });

        JsonElement byBody = await ProblemAsync(HttpStatusCode.Conflict, client.SendAsync(HttpMethod.Patch, Paths.Permits + permit, new { title = "Mine", version = 1 }));
        JsonElement byHeader = await ProblemAsync(HttpStatusCode.Conflict, client.SendAsync(HttpMethod.Patch, Paths.Permits + permit, new { title = "Mine" }, "\"1\""));
        JsonElement ahead = await ProblemAsync(HttpStatusCode.Conflict, client.SendAsync(HttpMethod.Patch, Paths.Permits + permit, new { title = "Mine", version = 9 }));

        Assert.Equal(("stale_version", 2), (byBody.Text("reason"), byBody.Number("version")));
        JsonElement title = byBody.GetProperty("fields").GetProperty("title");
        Assert.Equal(("Mine", "Theirs"), (title.Text("sent"), title.Text("stored")));
        Assert.Equal(byBody.GetRawText(), byHeader.GetRawText());
        Assert.Equal("unknown_version", ahead.Text("reason"));
        Assert.Equal("Theirs", (await client.FetchAsync(Paths.Permits + permit)).Text("title"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("*")]
    [InlineData("\"1\"")]
    public async Task APatch_OnTheCurrentVersionOrNone_IsApplied(string? ifMatch)
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        string permit = (await client.AddAsync(Paths.Permits, Draft())).Text("id");

        using HttpResponseMessage answer = await client.SendAsync(HttpMethod.Patch, Paths.Permits + permit, new { title = "Mine" }, ifMatch);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("\"2\"", answer.Headers.ETag!.ToString());
    }

    [Fact]
    public async Task TheWholeAnswer_SentBackWithOneFieldChanged_IsTakenIn()
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        JsonElement permit = await client.AddAsync(Paths.Permits, Draft());
        Dictionary<string, object?> whole = permit.EnumerateObject().ToDictionary(field => field.Name, object? (field) => field.Value);
        whole["title"] = "Changed";

        JsonElement after = await client.EditAsync(Paths.Permits + permit.Text("id"), whole);

        Assert.Equal((2, "Changed"), (after.Number("version"), after.Text("title")));
    }

    [Fact]
    public async Task APatch_OfAnotherIdThanThePaths_IsABadRequest()
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        string permit = (await client.AddAsync(Paths.Permits, Draft())).Text("id");

        await ProblemAsync(HttpStatusCode.BadRequest, client.SendAsync(HttpMethod.Patch, Paths.Permits + permit, new { id = NewId(), title = "Mine" }));
    }

    [Fact]
    public async Task APost_WithAnIdOfItsOwn_IsMadeOnce()
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        Dictionary<string, object?> draft = new(Draft()) { ["id"] = NewId() };

        using HttpResponseMessage first = await client.SendAsync(HttpMethod.Post, Paths.Permits, draft);
        using HttpResponseMessage again = await client.SendAsync(HttpMethod.Post, Paths.Permits, draft);
        draft["title"] = "Another";
        JsonElement other = await ProblemAsync(HttpStatusCode.Conflict, client.SendAsync(HttpMethod.Post, Paths.Permits, draft));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.StatusCode, again.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal("already_exists", other.Text("reason"));
    }

    [Fact]
    public async Task AMove_ThatTheMachineLacks_IsAConflict_WhateverTheRole()
    {
        using HttpClient requester = await server.ClientOfAsync("requester-north");
        using HttpClient isolator = await server.ClientOfAsync("isolator-north");
        string permit = (await requester.AddAsync(Paths.Permits, Draft())).Text("id");

        foreach (HttpClient client in new[] { requester, isolator })
        {
            JsonElement problem = await ProblemAsync(HttpStatusCode.Conflict, client.SendAsync(HttpMethod.Patch, Paths.Permits + permit, new { status = "completed" }));
            Assert.Equal("invalid_transition", problem.Text("reason"));
        }
    }

    [Fact]
    public async Task ARecord_WithoutItsPermit_IsRefusedByName()
    {
        using HttpClient client = await server.ClientOfAsync("isolator-north");

        JsonElement problem = await ProblemAsync(HttpStatusCode.BadRequest, client.SendAsync(HttpMethod.Post, Paths.Points, new { name = "V-1204" }));

        Assert.True(problem.GetProperty("errors").TryGetProperty("permit_id", out _));
    }

    [Fact]
    public async Task AnAppendOnlyRecord_CannotBePatched()
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        string permit = (await client.AddAsync(Paths.Permits, Draft())).Text("id");
        string photo = (await client.AddAsync(Paths.Photos, new { permit_id = permit, photo_type = "after" })).Text("id");

        await ProblemAsync(HttpStatusCode.MethodNotAllowed, client.SendAsync(HttpMethod.Patch, Paths.Photos + photo, new { description = "x" }));
    }

    [Fact]
    public async Task AList_IsFilteredAndComesInPages()
    {
        using HttpClient client = await server.ClientOfAsync("admin-south");
        string permit = (await client.AddAsync(Paths.Permits, Draft("Parent"))).Text("id");
        string[] made = new string[5];
        for (int i = 0; i < made.Length; i++)
        {
            server.Clock.Advance(TimeSpan.FromMilliseconds(1));
            made[i] = (await client.AddAsync(Paths.Points, new { permit_id = permit, name = $"V-{i}" })).Text("id");
        }

        await client.EditAsync(Paths.Points + made[1], new { status = "isolated" });

        var read = new List<string>();
        string? next = $"{Paths.Points}?permit_id={permit}&limit=2";
        while (next is not null)
        {
            using HttpResponseMessage answer = await client.SendAsync(HttpMethod.Get, next);
            read.AddRange(JsonElement.Parse(await answer.Content.ReadAsStringAsync()).EnumerateArray().Select(point => point.Text("id")));
            next = answer.Headers.TryGetValues("Link", out IEnumerable<string>? link) ? link.Single().Split('<', '>')[1] : null;
        }

        Assert.Equal(made, read);
        Assert.Equal([made[1]], (await client.FetchAsync($"{Paths.Points}?permit_id={permit}&status=isolated")).EnumerateArray().Select(point => point.Text("id")));
        Assert.Equal(0, (await client.FetchAsync($"{Paths.Points}?permit_id={NewId()}")).GetArrayLength());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("501")]
    [InlineData("-1")]
    [InlineData("many")]
    public async Task AList_WithALimitThatIsNone_IsABadRequest(string limit)
    {
        using HttpClient client = await server.ClientOfAsync("admin-south");

        JsonElement problem = await ProblemAsync(HttpStatusCode.BadRequest, client.SendAsync(HttpMethod.Get, $"{Paths.Permits}?limit={limit}"));

        Assert.True(problem.GetProperty("errors").TryGetProperty("limit", out _));
    }

    private static async Task<JsonElement> ProblemAsync(HttpStatusCode status, Task<HttpResponseMessage> sending)
    {
        using HttpResponseMessage answer = await sending;
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"{(int)answer.StatusCode} {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return JsonElement.Parse(text);
    }
}
