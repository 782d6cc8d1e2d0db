using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Athens.Sync.Http.Tests.Hosting;

namespace Athens.Sync.Http.Tests.Endpoints;

/// <summary>What is not a request of the protocol is refused by name, on every endpoint alike.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    private SyncHost host = null!;

    public static TheoryData<string> PushPaths => ["/sync/push", SyncHost.Legacy];

    public async Task InitializeAsync() => host = await SyncHost.StartAsync();

    public Task DisposeAsync() => host.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(PushPaths))]
    public async Task Push_NotJson_IsMalformed(string path) => await RefusedAsync(path, "<html>", "The body is not JSON at line 1, byte 1.");

    [Theory]
    [MemberData(nameof(PushPaths))]
    public async Task Push_NaN_IsMalformed(string path) => await RefusedAsync(path, Body("""{"level":NaN}"""), "NaN is no number");

    [Theory]
    [MemberData(nameof(PushPaths))]
    public async Task Push_DuplicateKeys_IsMalformed(string path) => await RefusedAsync(path, Body("""{"title":"a","title":"b"}"""), "the key 'title' twice");

    [Theory]
    [MemberData(nameof(PushPaths))]
    public async Task Push_TenThousandLevelsDeep_IsMalformed(string path) =>
        await RefusedAsync(path, Body($$"""{"tags":{{new string('[', 10_000)}}{{new string(']', 10_000)}} }"""), "deeper than 16 levels");

    [Theory]
    [MemberData(nameof(PushPaths))]
    public async Task Push_TooManyChanges_IsMalformed(string path) =>
        await RefusedAsync(path, $$"""{"device_id":"d1","changes":[{{string.Join(',', Enumerable.Repeat("0", 100_000))}}]}""", "at most 500");

    [Theory]
    [MemberData(nameof(PushPaths))]
    public async Task Push_WithoutDevice_IsMalformed(string path) => await RefusedAsync(path, """{"changes":[]}""", "device_id: It is missing.");

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/html")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData(null)]
    public async Task Push_OfAnotherMediaType_IsRefused(string? type)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"device_id":"d1","changes":[]}"""));
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);

        Problem problem = await PostAsync("/sync/push", content);

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "unsupported-media-type"), (problem.Status, problem.Type));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json; charset=\"UTF-8\"")]
    [InlineData("application/vnd.athens+json")]
    public async Task Push_OfSomeJsonType_IsTaken(string type)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"device_id":"d1","changes":[]}"""));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using HttpClient ann = host.Ann;

        Assert.Equal(HttpStatusCode.OK, (await ann.PostAsync("/sync/push", content)).StatusCode);
    }

    [Theory]
    [InlineData("limit=0", "limit: A whole number")]
    [InlineData("limit=ten", "limit: A whole number")]
    [InlineData("limit=1&limit=2", "limit: A whole number")]
    [InlineData("lane=fast", "lane: There is no lane")]
    [InlineData("checkpoint=%21%21", "checkpoint is not a token")]
    [InlineData("checkpoint=AAAA", "checkpoint is not a token")]
    public async Task Pull_WithWrongParameters_IsMalformed(string query, string expected)
    {
        Problem problem = await GetAsync($"/sync/pull?{query}");

        Assert.Equal((HttpStatusCode.BadRequest, "malformed"), (problem.Status, problem.Type));
        Assert.Contains(expected, problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scope_ThatIsNotThereOrMayNotBeSeen_GetsTheSameBytes()
    {
        using HttpClient owner = host.Client(Tokens.Good("bob", "south"));
        await owner.PostAsync("/sync/push", SyncHost.Json(Body("""{"title":"theirs"}""")));
        using HttpClient ann = host.Ann;

        HttpResponseMessage theirs = await ann.GetAsync("/sync/pull?scope=south");
        HttpResponseMessage nobodys = await ann.GetAsync("/sync/pull?scope=atlantis");

        Assert.Equal((HttpStatusCode.NotFound, "scope-not-found"), await Problem.ReadAsync(theirs) is var p ? (p.Status, p.Type) : default);
        Assert.Equal(await theirs.Content.ReadAsByteArrayAsync(), await nobodys.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Scope_OfAPushThatMayNotBeSeen_IsNotFound()
    {
        using HttpClient ann = host.Ann;

        Problem problem = await Problem.ReadAsync(await ann.PostAsync("/sync/push", SyncHost.Json("""{"device_id":"d1","scope":"south","changes":[]}""")));

        Assert.Equal((HttpStatusCode.NotFound, "scope-not-found"), (problem.Status, problem.Type));
    }

    [Fact]
    public async Task Epoch_OfAnotherHistory_IsResyncRequired()
    {
        Problem problem = await PostAsync("/sync/push", SyncHost.Json("""{"device_id":"d1","epoch":"another","changes":[]}"""));

        Assert.Equal((HttpStatusCode.Conflict, "resync-required"), (problem.Status, problem.Type));
    }

    [Fact]
    public async Task Numbers_ThatGoBack_AreRegistrationRequired()
    {
        using HttpClient ann = host.Ann;
        await ann.PostAsync("/sync/push", SyncHost.Json("""{"device_id":"d1","generation":"g1","acknowledged":9,"changes":[]}"""));

        Problem problem = await PostAsync("/sync/push", SyncHost.Json("""{"device_id":"d1","generation":"g1","acknowledged":4,"changes":[]}"""));

        Assert.Equal((HttpStatusCode.Conflict, "registration-required"), (problem.Status, problem.Type));
    }

    [Theory]
    [InlineData("GET", "/sync/push")]
    [InlineData("POST", "/sync/pull")]
    [InlineData("DELETE", "/sync/push")]
    public async Task Method_OfAnotherKind_IsNotAllowed(string method, string path)
    {
        using HttpClient ann = host.Ann;
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await ann.SendAsync(request)).StatusCode);
    }

    private static string Body(string data) => $$"""{"device_id":"d1","changes":[{"entity":"note","op":"create","offline_id":"o1","server_id":"n1","data":{{data}} }]}""";

    private async Task RefusedAsync(string path, string body, string expected)
    {
        Problem problem = await PostAsync(path, SyncHost.Json(body));

        Assert.Equal((HttpStatusCode.BadRequest, "malformed"), (problem.Status, problem.Type));
        Assert.Contains(expected, problem.Detail, StringComparison.Ordinal);
    }

    private async Task<Problem> PostAsync(string path, HttpContent content)
    {
        using HttpClient ann = host.Ann;
        return await Problem.ReadAsync(await ann.PostAsync(path, content));
    }

    private async Task<Problem> GetAsync(string path)
    {
        using HttpClient ann = host.Ann;
        return await Problem.ReadAsync(await ann.GetAsync(path));
    }
}
