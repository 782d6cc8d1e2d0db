using System.Net;
using Athens.Sync.AspNetCore;
using Athens.Sync.Http.Tests.Hosting;
using Athens.Sync.Server;

namespace Athens.Sync.Http.Tests.Endpoints;

/// <summary>A flood is refused with a time to come again, and others go on.</summary>
public sealed class RateTests
{
    private static readonly SyncRate Few = new(3, TimeSpan.FromHours(1));

    [Theory]
    [InlineData("POST", "/sync/push")]
    [InlineData("GET", "/sync/pull")]
    [InlineData("POST", SyncHost.Legacy)]
    public async Task User_WhoFloods_IsRefused_AndAnotherUserGoesOn(string method, string path)
    {
        await using SyncHost host = await SyncHost.StartAsync(new SyncHostSettings { Endpoints = options => options.UserRate = Few });
        using HttpClient ann = host.Ann;
        using HttpClient bob = host.Client(Tokens.Good("bob", "north"));
        for (int n = 0; n < 3; n++)
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(ann, method, path, $"d{n}")).StatusCode);

        await AssertRefusedAsync(await SendAsync(ann, method, path, "d9"), "too-many-requests");
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(bob, method, path, "d9")).StatusCode);
    }

    [Theory]
    [InlineData("POST", "/sync/push")]
    [InlineData("GET", "/sync/pull")]
    public async Task Device_ThatFloods_IsRefused_AndTheUsersOtherDeviceGoesOn(string method, string path)
    {
        await using SyncHost host = await SyncHost.StartAsync(new SyncHostSettings { Endpoints = options => options.DeviceRate = Few });
        using HttpClient ann = host.Ann;
        using HttpClient bob = host.Client(Tokens.Good("bob", "north"));
        for (int n = 0; n < 3; n++)
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(ann, method, path, "d1")).StatusCode);

        await AssertRefusedAsync(await SendAsync(ann, method, path, "d1"), "too-many-requests");
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(ann, method, path, "d2")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(bob, method, path, "d1")).StatusCode);
    }

    [Fact]
    public async Task User_WhoFloods_IsRefusedBeforeTheBodyIsRead()
    {
        await using SyncHost host = await SyncHost.StartAsync(new SyncHostSettings { Endpoints = options => options.UserRate = new SyncRate(1, TimeSpan.FromHours(1)) });
        using HttpClient ann = host.Ann;
        await SendAsync(ann, "GET", "/sync/pull", "d");

        await AssertRefusedAsync(await ann.PostAsync("/sync/push", SyncHost.Json("this is not JSON")), "too-many-requests");
    }

    [Fact]
    public async Task Flood_OfChangesThatAreNeverAcknowledged_IsRefusedWhole_UntilTheyAre()
    {
        await using SyncHost host = await SyncHost.StartAsync(new SyncHostSettings { Options = new SyncServerOptions { InFlightMax = 3 } });
        using HttpClient ann = host.Ann;
        Assert.Equal(HttpStatusCode.OK, (await PushAsync(ann, 0, 1, 2, 3)).StatusCode);

        await AssertRefusedAsync(await PushAsync(ann, 0, 4), "quota-exceeded");
        Assert.DoesNotContain("n4", await ann.GetStringAsync(new Uri("/sync/pull", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await PushAsync(ann, 1, 4)).StatusCode);
        using HttpClient bob = host.Client(Tokens.Good("bob", "north"));
        Assert.Equal(HttpStatusCode.OK, (await PushAsync(bob, 0, 7)).StatusCode);
    }

    [Fact]
    public async Task Client_ThatIsRefused_KeepsItsOutboxAndWaitsAsItIsAsked()
    {
        await using SyncHost host = await SyncHost.StartAsync(new SyncHostSettings { Endpoints = options => options.UserRate = new SyncRate(1, TimeSpan.FromHours(1)) });
        using HttpClient ann = host.Client(Tokens.Good("ann", "north"));
        using HttpClient flooding = host.Ann;
        ann.BaseAddress = host.SyncAddress;
        await SendAsync(flooding, "GET", "/sync/pull", "d");
        await using var client = new SyncClient(Note.Model, new InMemory.InMemoryDeviceStore(), new HttpSyncTransport(ann, TimeProvider.System), TimeProvider.System, SyncIds.System(TimeProvider.System));
        await client.Set<Note>().SaveAsync(new Note { Title = "x" });
        for (int n = 0; n < 7; n++)
        {
            SyncReport report = await client.SyncAsync();
            Assert.NotNull(Assert.IsType<SyncTransportException>(report.Failure).RetryAfter);
        }
        SyncStatus status = await client.GetStatusAsync();
        Assert.Equal((1, 0), (status.Changes.Waiting, status.Changes.Failed));
    }

    [Theory]
    [InlineData(0, 60)]
    [InlineData(1_000_001, 60)]
    [InlineData(10, 0)]
    [InlineData(10, 3601)]
    public void Rate_OutOfItsBounds_IsRefused(int requests, int seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SyncRate(requests, TimeSpan.FromSeconds(seconds)));

    private static async Task AssertRefusedAsync(HttpResponseMessage response, string type)
    {
        Problem problem = await Problem.ReadAsync(response);
        Assert.Equal((HttpStatusCode.TooManyRequests, type), (problem.Status, problem.Type));
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string path, string device) => method == "POST"
        ? client.PostAsync(path, SyncHost.Json($$"""{"device_id":"{{device}}","changes":[]}"""))
        : client.GetAsync(new Uri($"{path}?device_id={device}", UriKind.Relative));

    private static Task<HttpResponseMessage> PushAsync(HttpClient client, long acknowledged, params int[] numbers)
    {
        IEnumerable<string> changes = numbers.Select(n => $$"""{"entity":"note","op":"create","offline_id":"o{{n}}","number":{{n}},"server_id":"n{{n}}","data":{"title":"x"} }""");
        return client.PostAsync("/sync/push", SyncHost.Json($$"""{"device_id":"d1","generation":"g","acknowledged":{{acknowledged}},"changes":[{{string.Join(',', changes)}}]}"""));
    }
}
