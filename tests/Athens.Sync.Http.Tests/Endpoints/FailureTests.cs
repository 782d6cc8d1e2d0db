using System.Net;
using Athens.Sync.Http.Tests.Hosting;

namespace Athens.Sync.Http.Tests.Endpoints;

/// <summary>When the server itself fails, the caller learns that, and nothing of how it is built.</summary>
public sealed class FailureTests
{
    private const string Push = """{"device_id":"d1","changes":[{"entity":"note","op":"create","offline_id":"o1","server_id":"n1","data":{"title":"a secret title"}}]}""";

    public static TheoryData<string, string> Everywhere => new()
    {
        { "POST", "/sync/push" },
        { "GET", "/sync/pull" },
        { "POST", SyncHost.Legacy },
    };

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Store_Busy_IsUnavailableForAWhile(string method, string path)
    {
        await using SyncHost host = await SyncHost.StartAsync(new SyncHostSettings { Endpoints = options => options.RetryAfter = TimeSpan.FromSeconds(6.5) });
        host.Store.Failure = new StoreException(StoreFailure.Busy, "SELECT * FROM secrets: deadlock detected");

        HttpResponseMessage response = await SendAsync(host, method, path);

        Problem problem = await Problem.ReadAsync(response);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unavailable"), (problem.Status, problem.Type));
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter!.Delta);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Store_Broken_IsAnInternalErrorWithoutInsides(string method, string path)
    {
        await using SyncHost host = await SyncHost.StartAsync(new SyncHostSettings { Environment = "Development" });
        host.Store.Failure = new InvalidOperationException("SELECT * FROM secrets failed in /src/Store.cs at System.Data.SqlClient");

        Problem problem = await Problem.ReadAsync(await SendAsync(host, method, path));

        Assert.Equal((HttpStatusCode.InternalServerError, "internal"), (problem.Status, problem.Type));
    }

    [Fact]
    public async Task Store_TimedOut_IsAnInternalError()
    {
        await using SyncHost host = await SyncHost.StartAsync();
        host.Store.Failure = new TaskCanceledException("the command timed out");

        Assert.Equal("internal", (await Problem.ReadAsync(await SendAsync(host, "GET", "/sync/pull"))).Type);
    }

    [Fact]
    public async Task Log_OfAFailure_HasItsIdAndNoPayload()
    {
        using var log = new KeptLog();
        await using SyncHost host = await SyncHost.StartAsync(new SyncHostSettings { Log = log });
        host.Store.Failure = new InvalidOperationException("broken");
        await SendAsync(host, "POST", "/sync/push");
        host.Store.Failure = new StoreException(StoreFailure.Busy, "busy");
        await SendAsync(host, "POST", "/sync/push");
        host.Store.Failure = null;
        await SendAsync(host, "POST", "/sync/push");
        await SendAsync(host, "GET", "/sync/pull");
        await SendAsync(host, "GET", "/sync/pull?scope=south");

        Assert.Equal([4021, 4020, 4001, 4002, 4010], log.Entries.Where(e => e.Category == "Athens.Sync.AspNetCore").Select(e => e.Id));
        Assert.DoesNotContain(log.Entries, e => e.Text.Contains("a secret title", StringComparison.Ordinal));
    }

    private static async Task<HttpResponseMessage> SendAsync(SyncHost host, string method, string path)
    {
        using HttpClient ann = host.Ann;
        return method == "POST" ? await ann.PostAsync(path, SyncHost.Json(Push)) : await ann.GetAsync(path);
    }
}
