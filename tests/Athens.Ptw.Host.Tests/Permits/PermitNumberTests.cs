using System.Text.Json;
using Athens.Ptw.Catalogue;
using Athens.Ptw.Host.Tests.Hosting;
using Athens.Ptw.Permits;
using Athens.Sync;
using Athens.Sync.Http;
using Athens.Sync.InMemory;
using static Athens.Ptw.Host.Tests.Hosting.Requests;

namespace Athens.Ptw.Host.Tests.Permits;

/// <summary>Permits have numbers of one series, whoever makes them and on whichever road.</summary>
public abstract class PermitNumberTests(PtwServer server)
{
    [Fact]
    public async Task Numbers_OfDevicesAndPlainHttp_AreNeverTheSame()
    {
        using HttpClient requester = await server.ClientOfAsync("requester-north");
        await using SyncClient first = await DeviceAsync();
        await using SyncClient second = await DeviceAsync();
        await first.SyncAsync();
        await second.SyncAsync();

        Permit[] offline = [await SaveAsync(first), await SaveAsync(second), await SaveAsync(first)];
        long plain = (await requester.AddAsync(Paths.Permits, Draft())).GetProperty("number").GetInt64();
        Assert.All(offline, permit => Assert.NotNull(permit.Number));
        Assert.Equal(2, (await first.SyncAsync()).Applied);
        Assert.Equal(1, (await second.SyncAsync()).Applied);

        foreach (Permit permit in offline)
            Assert.Equal(permit.Number, (await requester.FetchAsync(Paths.Permits + permit.Id)).GetProperty("number").GetInt64());
        Assert.Equal(4, offline.Select(permit => permit.Number).Append(plain).Distinct().Count());
    }

    [Theory]
    [InlineData(Paths.Push)]
    [InlineData(Paths.OlderWire)]
    public async Task ANumber_ThatTheDeviceDoesNotHold_IsRejectedByName(string road)
    {
        using HttpClient requester = await server.ClientOfAsync("requester-north");
        JsonElement answer = await requester.PushAsync(road, new { entity = "permit", op = "create", offline_id = NewId(), data = new Dictionary<string, object?>(Draft()) { ["number"] = 77 } });

        JsonElement rejected = answer.GetProperty("rejected")[0];
        Assert.Equal(("validation_error", """{"number":"77 is of no block that this device holds."}"""), (rejected.Text("reason"), rejected.GetProperty("detail").GetRawText()));
    }

    private async Task<SyncClient> DeviceAsync()
    {
        HttpClient http = await server.ClientOfAsync("requester-north");
        http.BaseAddress = new Uri(http.BaseAddress!, "/sync/");
        return new SyncClient(PtwModel.Instance, new InMemoryDeviceStore(), new HttpSyncTransport(http, TimeProvider.System), TimeProvider.System, SyncIds.System(TimeProvider.System));
    }

    private static async Task<Permit> SaveAsync(SyncClient device)
    {
        var permit = new Permit
        {
            Title = "Weld",
            Description = "A seam",
            Location = "Tank 4",
            PermitType = "hot_work",
            PlannedStartTime = new DateTimeOffset(2031, 5, 6, 8, 0, 0, TimeSpan.Zero),
            PlannedEndTime = new DateTimeOffset(2031, 5, 6, 12, 0, 0, TimeSpan.Zero),
        };
        await device.Set<Permit>().SaveAsync(permit);
        return permit;
    }
}
