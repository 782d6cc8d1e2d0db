using System.Net;
using Athens.Sync.Http.Tests.Hosting;
using Athens.Sync.Server;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.Http.Tests.Endpoints;

public sealed class AuthorizationTests
{
    private const string Push = """{"device_id":"d1","changes":[{"entity":"note","op":"create","offline_id":"o1","server_id":"n1","data":{"title":"x"}}]}""";

    private static readonly (string Method, string Path)[] All = [("POST", "/sync/push"), ("GET", "/sync/pull"), ("POST", SyncHost.Legacy)];

    public static TheoryData<string, string, string> EveryEndpointAndBadToken
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach ((string method, string path) in All)
            {
                foreach (string token in Tokens.Bad.Keys)
                    data.Add(method, path, token);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(EveryEndpointAndBadToken))]
    public async Task Token_ThatIsNoGood_IsTurnedAway(string method, string path, string token)
    {
        await using SyncHost host = await SyncHost.StartAsync();
        using HttpClient client = host.Client(Tokens.Bad[token]);

        HttpResponseMessage response = await SendAsync(client, method, path);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Endpoints_AreAllInTheListAboveAndRequireAuthorization()
    {
        await using SyncHost host = await SyncHost.StartAsync();
        RouteEndpoint[] mapped = [.. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => !e.RoutePattern.RawText!.Contains("openapi", StringComparison.Ordinal))];

        Assert.Equal(
            All.Select(e => $"{e.Method} {e.Path}").Order(),
            mapped.Select(e => $"{e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Single()} {e.RoutePattern.RawText}").Order());
        Assert.All(mapped, e => Assert.NotNull(e.Metadata.GetMetadata<IAuthorizeData>()));
    }

    [Theory]
    [InlineData("POST", "/sync/push")]
    [InlineData("GET", "/sync/pull")]
    [InlineData("POST", SyncHost.Legacy)]
    public async Task Token_ThatNamesNobody_IsRefused(string method, string path)
    {
        await using SyncHost host = await SyncHost.StartAsync();
        using HttpClient client = host.Client(Tokens.Nameless());

        Problem problem = await Problem.ReadAsync(await SendAsync(client, method, path));

        Assert.Equal((HttpStatusCode.Forbidden, "caller-unknown"), (problem.Status, problem.Type));
    }

    [Fact]
    public async Task Anonymous_WhereTheHostOptedOut_IsWhoTheAppSays()
    {
        await using SyncHost host = await SyncHost.StartAsync(new SyncHostSettings
        {
            IsOpen = true,
            Endpoints = options => options.Caller = _ => ValueTask.FromResult<SyncCaller?>(new SyncCaller { User = "kiosk", Scopes = ["north"] }),
        });
        using HttpClient client = host.Client(null);

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(client, "POST", "/sync/push")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(client, "GET", "/sync/pull")).StatusCode);
    }

    [Fact]
    public async Task Anonymous_WhereTheHostOptedOutAndSaysNothing_IsRefused()
    {
        await using SyncHost host = await SyncHost.StartAsync(new SyncHostSettings { IsOpen = true });
        using HttpClient client = host.Client(null);

        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(client, "GET", "/sync/pull")).StatusCode);
    }

    [Fact]
    public async Task Claims_UnderTheNamesThatTheHostGives_MakeTheCaller()
    {
        SyncCaller? seen = null;
        await using SyncHost host = await SyncHost.StartAsync(new SyncHostSettings
        {
            Services = services => services.AddKeyedSingleton<ISyncRule>("note", new CallerRule(caller => seen = caller)),
        });
        using HttpClient client = host.Client(Tokens.Good("ann", "north", "south"));

        await SendAsync(client, "POST", "/sync/push");

        Assert.Equal(("ann", "", "north,south"), (seen!.User, seen.Tenant, string.Join(',', seen.Scopes)));
        Assert.Equal("ann", seen.Principal!.FindFirst("sub")!.Value);
    }

    [Fact]
    public async Task Answers_AreNotKeptByCaches()
    {
        await using SyncHost host = await SyncHost.StartAsync();
        using HttpClient ann = host.Ann;

        Assert.All(
            new[] { await SendAsync(ann, "GET", "/sync/pull"), await SendAsync(ann, "POST", "/sync/push"), await SendAsync(ann, "GET", "/sync/pull?scope=south") },
            response => Assert.True(response.Headers.CacheControl?.NoStore));
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string path) =>
        method == "POST" ? client.PostAsync(path, SyncHost.Json(Push)) : client.GetAsync(path);
}
