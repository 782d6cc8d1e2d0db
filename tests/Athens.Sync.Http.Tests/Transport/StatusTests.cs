using Athens.Sync.Http.Tests.Hosting;
using Athens.Sync.Wire;

namespace Athens.Sync.Http.Tests.Transport;

/// <summary>Each status becomes the failure that it stands for, on a push and on a pull.</summary>
public sealed class StatusTests
{
    private const string Problem = """{"type":"urn:athens-sync:malformed","title":"Not of the protocol.","detail":"changes: It is missing."}""";

    [Theory]
    [InlineData(401, TransportFailure.Unauthorized)]
    [InlineData(403, TransportFailure.Unauthorized)]
    [InlineData(408, TransportFailure.Unavailable)]
    [InlineData(429, TransportFailure.Unavailable)]
    [InlineData(500, TransportFailure.Unavailable)]
    [InlineData(502, TransportFailure.Unavailable)]
    [InlineData(503, TransportFailure.Unavailable)]
    [InlineData(504, TransportFailure.Unavailable)]
    [InlineData(507, TransportFailure.Unavailable)]
    [InlineData(511, TransportFailure.NotTheServer)]
    [InlineData(400, TransportFailure.Refused)]
    [InlineData(404, TransportFailure.Refused)]
    [InlineData(409, TransportFailure.Refused)]
    [InlineData(413, TransportFailure.Refused)]
    [InlineData(415, TransportFailure.Refused)]
    [InlineData(422, TransportFailure.Refused)]
    public async Task Status_OfAnError_IsToldAsItsFailure(int status, TransportFailure expected)
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(status);
        HttpSyncTransport transport = server.Transport();

        Assert.Equal(expected, (await Assert.ThrowsAsync<SyncTransportException>(() => transport.PushAsync(Answers.Push))).Failure);
        Assert.Equal(expected, (await Assert.ThrowsAsync<SyncTransportException>(() => transport.PullAsync(new PullRequest()))).Failure);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirect_IsNotFollowed(int status)
    {
        int elsewhere = 0;
        await using LoopbackServer other = await LoopbackServer.StartAsync(http =>
        {
            Interlocked.Increment(ref elsewhere);
            return Task.CompletedTask;
        });
        await using LoopbackServer server = await LoopbackServer.StartAsync(status, null, "", ("Location", new Uri(other.Address, "push").AbsoluteUri));

        SyncTransportException failure = await Assert.ThrowsAsync<SyncTransportException>(() => server.Transport().PushAsync(Answers.Push));

        Assert.Equal((TransportFailure.NotTheServer, 0), (failure.Failure, elsewhere));
    }

    [Fact]
    public async Task Refusal_WithAProblem_TellsTitleAndDetail()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(400, "application/problem+json", Problem);

        SyncTransportException failure = await Assert.ThrowsAsync<SyncTransportException>(() => server.Transport().PushAsync(Answers.Push));

        Assert.Equal("The server answered 400. Not of the protocol.: changes: It is missing.", failure.Message);
    }

    [Theory]
    [InlineData("text/html", "<html>")]
    [InlineData("application/problem+json", "{")]
    [InlineData("application/problem+json", "[]")]
    [InlineData("application/problem+json", """{"title":7,"detail":"\ud800"}""")]
    public async Task Refusal_WithoutAProblem_TellsTheStatus(string type, string body)
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(400, type, body);

        SyncTransportException failure = await Assert.ThrowsAsync<SyncTransportException>(() => server.Transport().PushAsync(Answers.Push));

        Assert.Equal((TransportFailure.Refused, "The server answered 400."), (failure.Failure, failure.Message));
    }

    [Fact]
    public async Task Refusal_WithAnEndlessProblem_TellsTheStatus()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(400, "application/problem+json", $$"""{"title":"{{new string('x', 100_000)}}"}""");

        Assert.Equal("The server answered 400.", (await Assert.ThrowsAsync<SyncTransportException>(() => server.Transport().PushAsync(Answers.Push))).Message);
    }

    [Fact]
    public async Task Conflict_OfTypeResyncRequired_IsThat()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(409, "application/problem+json", """{"type":"urn:athens-sync:resync-required","detail":"Another history."}""");

        Assert.Equal("Another history.", (await Assert.ThrowsAsync<ResyncRequiredException>(() => server.Transport().PushAsync(Answers.Push))).Message);
        await Assert.ThrowsAsync<ResyncRequiredException>(() => server.Transport().PullAsync(new PullRequest()));
    }

    [Fact]
    public async Task Conflict_OfTypeRegistrationRequired_IsThat()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(409, "application/problem+json", """{"type":"urn:athens-sync:registration-required","detail":"Numbers go back."}""");

        Assert.Equal("Numbers go back.", (await Assert.ThrowsAsync<RegistrationRequiredException>(() => server.Transport().PushAsync(Answers.Push))).Message);
    }

    [Fact]
    public async Task ResyncRequired_UnderAnotherStatus_IsNotBelieved()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(400, "application/problem+json", """{"type":"urn:athens-sync:resync-required"}""");

        await Assert.ThrowsAsync<SyncTransportException>(() => server.Transport().PushAsync(Answers.Push));
    }
}
