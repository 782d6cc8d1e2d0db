using Athens.Sync.Http.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Athens.Sync.Http.Tests.Transport;

public sealed class RetryAfterTests
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task RetryAfter_InSeconds_IsTold(int status) =>
        Assert.Equal(TimeSpan.FromSeconds(17), await AskedAsync(status, "17"));

    [Fact]
    public async Task RetryAfter_AsADate_IsMeasuredByTheClock() =>
        Assert.Equal(TimeSpan.FromMinutes(2), await AskedAsync(503, "Sun, 01 Mar 2026 08:02:00 GMT"));

    [Fact]
    public async Task RetryAfter_AsADateGoneBy_IsNoWait() =>
        Assert.Equal(TimeSpan.Zero, await AskedAsync(503, "Sun, 01 Mar 2026 07:00:00 GMT"));

    [Fact]
    public async Task RetryAfter_InAHundredYears_IsCutToTheLongestWait() =>
        Assert.Equal(TimeSpan.FromHours(1), await AskedAsync(503, "Fri, 01 Mar 2126 08:00:00 GMT"));

    [Theory]
    [InlineData("soon")]
    [InlineData("-5")]
    public async Task RetryAfter_ThatIsNone_IsNotTold(string value) => Assert.Null(await AskedAsync(503, value));

    private async Task<TimeSpan?> AskedAsync(int status, string value)
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(status, null, "", ("Retry-After", value));
        SyncTransportException failure = await Assert.ThrowsAsync<SyncTransportException>(() => server.Transport(time).PushAsync(Answers.Push));
        Assert.Equal((TransportFailure.Unavailable, true), (failure.Failure, failure.IsTransient));
        return failure.RetryAfter;
    }
}
