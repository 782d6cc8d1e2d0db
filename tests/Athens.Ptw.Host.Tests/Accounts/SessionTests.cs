using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Athens.Ptw.Host.Accounts;
using Athens.Ptw.Host.Tests.Hosting;

namespace Athens.Ptw.Host.Tests.Accounts;

/// <summary>A browser's sign-in: the token is in a cookie that no script reads, and counts only beside the app's own header.</summary>
public sealed class SessionTests(PtwServer server) : IClassFixture<PtwServer>
{
    private const string Header = "Ptw-Session";

    private static readonly Uri Session = new("/api/v1/auth/session", UriKind.Relative);
    private static readonly Uri Guarded = new("/api/v1/ptw/permit-types/", UriKind.Relative);

    [Fact]
    public async Task SignIn_PutsTheTokenInACookieThatNoScriptReads_AndNowhereElse()
    {
        using HttpClient client = server.CreateClient();

        using HttpResponseMessage answer = await BeginAsync(client, "one");

        string cookie = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.StartsWith("ptw-session-one=eyJ", cookie, StringComparison.Ordinal);
        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"; max-age={(int)JwtSettings.Lifetime.TotalSeconds}", cookie, StringComparison.OrdinalIgnoreCase);
        JsonElement body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("requester-north", "requester", "north"), (body.Text("username"), body.Text("role"), body.Text("project")));
        Assert.DoesNotContain("eyJ", body.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one", HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("another", HttpStatusCode.Unauthorized)]
    [InlineData("one; two", HttpStatusCode.Unauthorized)]
    public async Task Cookie_CountsOnlyBesideTheHeaderThatNamesIt(string? named, HttpStatusCode expected)
    {
        using HttpClient client = server.CreateClient();
        (await BeginAsync(client, "one")).Dispose();

        Assert.Equal(expected, (await GetAsync(client, named)).StatusCode);
    }

    [Fact]
    public async Task SeveralUsers_OfOneBrowser_HaveASessionEach()
    {
        using HttpClient client = server.CreateClient();
        (await BeginAsync(client, "phone")).Dispose();
        (await BeginAsync(client, "tablet", "verifier-south")).Dispose();

        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, "phone")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, "tablet")).StatusCode);
        (await SendAsync(client, HttpMethod.Delete, "phone", null)).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(client, "phone")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, "tablet")).StatusCode);
    }

    [Fact]
    public async Task Session_EndsWithItsToken()
    {
        await using var shortLived = new PtwServer();
        using HttpClient client = shortLived.CreateClient();
        (await BeginAsync(client, "one")).Dispose();

        shortLived.Clock.Advance(JwtSettings.Lifetime + TimeSpan.FromMinutes(3));

        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(client, "one")).StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not a name")]
    [InlineData("a;b")]
    public async Task Session_ThatIsNotNamed_IsRefusedAndNoCookieSet(string? name)
    {
        using HttpClient client = server.CreateClient();

        using HttpResponseMessage begun = await BeginAsync(client, name);
        using HttpResponseMessage ended = await SendAsync(client, HttpMethod.Delete, name, null);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (begun.StatusCode, ended.StatusCode));
        Assert.False(begun.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task WrongPassword_IsAnsweredAsOnTheTokensRoad_AndNoCookieSet()
    {
        using HttpClient client = server.CreateClient();

        using HttpResponseMessage session = await SendAsync(client, HttpMethod.Post, "one", new { username = "requester-north", password = "wrong" });
        using HttpResponseMessage token = await server.SignInAsync("requester-north", "wrong");

        Assert.Equal(HttpStatusCode.Unauthorized, session.StatusCode);
        Assert.Equal(await token.Content.ReadAsStringAsync(), await session.Content.ReadAsStringAsync());
        Assert.False(session.Headers.Contains("Set-Cookie"));
    }

    private static Task<HttpResponseMessage> BeginAsync(HttpClient client, string? session, string user = "requester-north") =>
        SendAsync(client, HttpMethod.Post, session, new { username = user, password = DemoAccounts.Password });

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string? session) => SendAsync(client, HttpMethod.Get, session, null, Guarded);

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string? session, object? body, Uri? path = null)
    {
        var request = new HttpRequestMessage(method, path ?? Session) { Content = body is null ? null : JsonContent.Create(body) };
        if (session is not null)
            request.Headers.TryAddWithoutValidation(Header, session);
        return client.SendAsync(request);
    }
}
