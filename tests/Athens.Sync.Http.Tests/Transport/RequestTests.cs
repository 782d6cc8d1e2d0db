using System.IO.Compression;
using System.Text.Json;
using Athens.Sync.Http.Tests.Hosting;
using Athens.Sync.Modeling;
using Athens.Sync.Wire;
using Microsoft.AspNetCore.Http;

namespace Athens.Sync.Http.Tests.Transport;

/// <summary>What goes out over the network.</summary>
public sealed class RequestTests
{
    [Theory]
    [InlineData("")]
    [InlineData("sync")]
    [InlineData("sync/")]
    [InlineData("sync?x=1")]
    public async Task Call_GoesBelowTheServersAddress(string path)
    {
        var paths = new List<string>();
        await using LoopbackServer server = await RecordingAsync(http => paths.Add($"{http.Request.Method} {http.Request.Path}"));
        var transport = new HttpSyncTransport(new HttpClient { BaseAddress = new Uri(server.Address, path) }, TimeProvider.System);

        await transport.PushAsync(Answers.Push);
        await transport.PullAsync(new PullRequest());

        string root = path.Length > 0 ? "/sync" : "";
        Assert.Equal([$"POST {root}/push", $"GET {root}/pull"], paths);
    }

    [Fact]
    public async Task Pull_Parameters_ArriveAsTheyWereGiven()
    {
        PullRequest? received = null;
        await using LoopbackServer server = await RecordingAsync(http =>
        {
            IQueryCollection query = http.Request.Query;
            received = PullRequestReader.Read(query["scope"], query["checkpoint"], query["lane"], query["limit"], query["device_id"], SyncLimits.Default);
        });
        var sent = new PullRequest { Scope = "a b&c=d/é?#+%", Checkpoint = "x-y_z", Lane = Lanes.Critical, Limit = 7 };

        await server.Transport().PullAsync(sent);

        Assert.Equal(sent, received);
    }

    [Fact]
    public async Task Push_Small_IsSentAsPlainJson()
    {
        (string? encoding, PushRequest received) = await SendAsync(Answers.Push, new HttpSyncOptions());

        Assert.Null(encoding);
        Assert.Equal(Answers.Push.Changes[0].Data.ToJson(), Assert.Single(received.Changes).Data.ToJson());
    }

    [Fact]
    public async Task Push_Large_IsSentWithGzip()
    {
        (string? encoding, PushRequest received) = await SendAsync(Large(), new HttpSyncOptions());

        Assert.Equal(("gzip", 200), (encoding, received.Changes.Count));
    }

    [Fact]
    public async Task Push_LargeWithCompressionOff_IsSentAsPlainJson()
    {
        (string? encoding, PushRequest received) = await SendAsync(Large(), new HttpSyncOptions { CompressFromBytes = null });

        Assert.Equal((null, 200), (encoding, received.Changes.Count));
    }

    [Fact]
    public async Task Push_LargerThanTheServerTakes_IsNotSent()
    {
        bool arrived = false;
        await using LoopbackServer server = await RecordingAsync(_ => arrived = true);
        var options = new HttpSyncOptions { Limits = new SyncLimits { DecompressedBytesMax = 1000 } };

        SyncTransportException failure = await Assert.ThrowsAsync<SyncTransportException>(() => server.Transport(options: options).PushAsync(Large()));

        Assert.Equal((TransportFailure.Refused, false), (failure.Failure, arrived));
    }

    private static async Task<(string? Encoding, PushRequest Received)> SendAsync(PushRequest request, HttpSyncOptions options)
    {
        string? encoding = null;
        using var body = new MemoryStream();
        await using LoopbackServer server = await LoopbackServer.StartAsync(async http =>
        {
            encoding = http.Request.Headers.ContentEncoding;
            Assert.Equal("application/json", http.Request.ContentType);
            await (encoding is null ? http.Request.Body : new GZipStream(http.Request.Body, CompressionMode.Decompress)).CopyToAsync(body);
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(Answers.PushedJson);
        });
        await server.Transport(options: options).PushAsync(request);
        return (encoding, PushRequestReader.Read(body.ToArray(), SyncLimits.Default));
    }

    private static PushRequest Large() => new()
    {
        DeviceId = "d1",
        Changes = [.. Enumerable.Range(0, 200).Select(i => new Change { Entity = "note", Op = ChangeOp.Delete, OfflineId = $"o{i}", ServerId = "n1" })],
    };

    private static Task<LoopbackServer> RecordingAsync(Action<HttpContext> record) => LoopbackServer.StartAsync(async http =>
    {
        record(http);
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.WriteAsync(http.Request.Method == "POST" ? Answers.PushedJson : Answers.PageJson);
    });
}
