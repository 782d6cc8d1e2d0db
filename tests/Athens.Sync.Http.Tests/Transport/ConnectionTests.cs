using System.Net;
using System.Net.Sockets;
using Athens.Sync.Http.Tests.Hosting;
using Athens.Sync.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Athens.Sync.Http.Tests.Transport;

public sealed class ConnectionTests
{
    private readonly FakeTimeProvider time = new();
    private readonly TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Call_WhereNobodyListens_IsUnreachable()
    {
        var transport = new HttpSyncTransport(new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{UnusedPort()}/") }, time);

        Assert.Equal(TransportFailure.Unreachable, (await Assert.ThrowsAsync<SyncTransportException>(() => transport.PushAsync(Answers.Push))).Failure);
    }

    [Fact]
    public async Task Call_ThatIsNotAnsweredInTime_IsUnreachable()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(NeverAnswerAsync);

        Task<PushResponse> call = server.Transport(time).PushAsync(Answers.Push);
        await arrived.Task;
        time.Advance(TimeSpan.FromSeconds(100));

        Assert.Equal(TransportFailure.Unreachable, (await Assert.ThrowsAsync<SyncTransportException>(() => call)).Failure);
    }

    [Fact]
    public async Task Answer_WhoseBodyDoesNotArriveInTime_IsUnreachable()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(async http =>
        {
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync("{");
            await http.Response.Body.FlushAsync();
            await NeverAnswerAsync(http);
        });

        Task<PullResponse> call = server.Transport(time, new HttpSyncOptions { Timeout = TimeSpan.FromSeconds(5) }).PullAsync(new PullRequest());
        await arrived.Task;
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(TransportFailure.Unreachable, (await Assert.ThrowsAsync<SyncTransportException>(() => call)).Failure);
    }

    [Fact]
    public async Task Call_GivenUpByTheCaller_IsCancelled()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(NeverAnswerAsync);
        using var cancellation = new CancellationTokenSource();

        Task<PullResponse> call = server.Transport(time).PullAsync(new PullRequest(), cancellation.Token);
        await arrived.Task;
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Answer_BrokenOff_IsUnreachable()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(async http =>
        {
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync("{\"applied\":[");
            await http.Response.Body.FlushAsync();
            http.Abort();
        });

        Assert.Equal(TransportFailure.Unreachable, (await Assert.ThrowsAsync<SyncTransportException>(() => server.Transport().PushAsync(Answers.Push))).Failure);
    }

    [Fact]
    public async Task Client_WithoutAddress_IsAMistakeOfTheApp()
    {
        var transport = new HttpSyncTransport(new HttpClient(), time);

        await Assert.ThrowsAsync<InvalidOperationException>(() => transport.PullAsync(new PullRequest()));
    }

    private async Task NeverAnswerAsync(HttpContext http)
    {
        arrived.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted);
    }

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
