using System.Text.Json;
using Athens.Ptw.Host.Permits;
using Athens.Ptw.Host.Tests.Flow;
using Athens.Ptw.Host.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Ptw.Host.Tests.Permits;

/// <summary>The host's own writes: a permit expires by the clock, and the devices learn of it as of any change.</summary>
public sealed class PermitExpiryTests : IDisposable
{
    private readonly ExpiringServer server = new();

    public void Dispose() => server.Dispose();

    [Fact]
    public async Task AnActivePermit_PastItsPlannedEnd_Expires_AndADevicesPullTellsIt()
    {
        using Site site = await Site.OpenAsync(server);
        string permit = await site.ActiveAsync();
        string draft = await site.DraftAsync();
        JsonElement before = await site.Requester.FetchAsync($"{Paths.Pull}?limit=1000");
        string since = $"{Paths.Pull}?checkpoint={Uri.EscapeDataString(before.Text("checkpoint"))}";

        server.Clock.Advance(TimeSpan.FromHours(8));
        Assert.Equal(0, (await site.Requester.FetchAsync(since)).GetProperty("changes").GetArrayLength());
        server.Clock.Advance(TimeSpan.FromHours(1));

        JsonElement told = await FirstChangeAsync(site.Requester, since);
        Assert.Equal((permit, 6, "expired"), (told.Text("server_id"), told.Number("version"), told.GetProperty("data").Text("status")));
        Assert.Equal("draft", (await site.Requester.FetchAsync(Paths.Permits + draft)).Text("status"));
    }

    [Fact]
    public async Task AnExpiredPermit_OnAStaleDevice_IsToldSo()
    {
        using Site site = await Site.OpenAsync(server);
        string permit = await site.ActiveAsync();
        JsonElement seen = await site.Approver.FetchAsync(Paths.Permits + permit);
        server.Clock.Advance(TimeSpan.FromHours(10));
        await ExpireAsync();

        (string kind, JsonElement verdict) = await site.Approver.SendChangeAsync(new
        {
            entity = "permit",
            op = "update_status",
            offline_id = Requests.NewId(),
            server_id = permit,
            client_version = seen.Number("version"),
            data = new { status = "suspended" },
        });

        Assert.Equal(("conflicts", "invalid_transition"), (kind, verdict.Text("reason")));
        Assert.Contains("already at", verdict.Text("detail"), StringComparison.Ordinal);
        Assert.Equal("expired", verdict.GetProperty("server_state").Text("status"));
    }

    [Fact]
    public async Task APermit_ApprovedAfterItsPlannedEnd_StaysActive()
    {
        using Site site = await Site.OpenAsync(server);
        string permit = await site.UnderReviewAsync();
        server.Clock.Advance(TimeSpan.FromHours(10));
        await site.TestGasAsync(permit);
        await site.VerifyAsync(await site.IsolateAsync(permit));
        await site.MoveAsync("approver", permit, "approved");
        await site.MoveAsync("approver", permit, "active");

        await ExpireAsync();

        Assert.Equal("active", (await site.Requester.FetchAsync(Paths.Permits + permit)).Text("status"));
    }

    [Fact]
    public async Task Permits_ThatExpireWhileDevicesWrite_AllExpire_AndNoWriteIsLost()
    {
        using Site site = await Site.OpenAsync(server);
        string[] permits = [await site.ActiveAsync(), await site.ActiveAsync(), await site.ActiveAsync()];
        server.Clock.Advance(TimeSpan.FromHours(10));

        Task<JsonElement>[] writes = [.. Enumerable.Range(0, 60).Select(i => site.Requester.AddAsync(Paths.Permits, Requests.Draft($"Job {i}")))];
        Task[] looks = [.. Enumerable.Range(0, 5).Select(_ => ExpireAsync())];
        await Task.WhenAll([.. writes, .. looks]);
        await ExpireAsync();

        Assert.All(writes, write => Assert.Equal(1, write.Result.Number("version")));
        foreach (string permit in permits)
        {
            JsonElement expired = await site.Requester.FetchAsync(Paths.Permits + permit);
            Assert.Equal(("expired", 6), (expired.Text("status"), expired.Number("version")));
        }
    }

    /// <summary>Looks now, whatever the service is at.</summary>
    private async Task ExpireAsync()
    {
        using IServiceScope scope = server.Services.CreateScope();
        await scope.ServiceProvider.GetRequiredService<PermitExpiry>().ExpireAsync(CancellationToken.None);
    }

    /// <summary>The service works beside the test: what it does is waited for, and not for how long.</summary>
    private static async Task<JsonElement> FirstChangeAsync(HttpClient client, string path)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!limit.IsCancellationRequested)
        {
            JsonElement changes = (await client.FetchAsync(path)).GetProperty("changes");
            if (changes.GetArrayLength() > 0)
                return changes[0];
            await Task.Yield();
        }

        throw new TimeoutException($"{path} told of nothing.");
    }
}
