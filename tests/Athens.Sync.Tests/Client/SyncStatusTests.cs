using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Client;

public sealed class SyncStatusTests : IAsyncDisposable
{
    private readonly World world = new();
    private readonly WorldDevice device;
    private readonly CancellationTokenSource patience = new(LoopDevice.Patience);

    public SyncStatusTests() => device = world.Device();

    public async ValueTask DisposeAsync()
    {
        await device.Client.DisposeAsync();
        patience.Dispose();
    }

    private IAsyncEnumerator<SyncStatus> Follow() => device.Client.WatchStatusAsync(patience.Token).GetAsyncEnumerator();

    private static async Task<SyncStatus> NextAsync(IAsyncEnumerator<SyncStatus> live, Func<SyncStatus, bool> condition)
    {
        do
            Assert.True(await live.MoveNextAsync());
        while (!condition(live.Current));
        return live.Current;
    }

    [Fact]
    public async Task Status_OfANewDevice_IsOnlineAndAtRest()
    {
        SyncStatus status = await device.Client.GetStatusAsync();
        Assert.Equal(
            new SyncStatus { TakenAt = world.Time.GetUtcNow(), Changes = new Athens.Sync.Device.OutboxCounts(), IsOnline = true },
            status);
    }

    [Fact]
    public async Task Status_OverADay_TellsWhatWaitsAndHowOldThingsAre()
    {
        DateTimeOffset morning = world.Time.GetUtcNow();
        await device.Jobs.SaveAsync(new Job { Title = "one" });
        world.Time.Advance(TimeSpan.FromHours(2));
        await device.Jobs.SaveAsync(new Job { Title = "two" });
        world.Time.Advance(TimeSpan.FromHours(1));
        SyncStatus before = await device.Client.GetStatusAsync();
        Assert.Equal((2, morning, TimeSpan.FromHours(3)), (before.Changes.Waiting, before.OldestPendingAt, before.OldestPendingAge));

        await device.SyncAsync();
        SyncStatus after = await device.Client.GetStatusAsync();
        Assert.Equal((0, null, null), (after.Changes.Waiting, after.OldestPendingAt, after.OldestPendingAge));
        Assert.Equal((world.Time.GetUtcNow(), world.Time.GetUtcNow()), (after.LastSyncAt, after.DataAsOf));
    }

    [Fact]
    public async Task OldestPending_BehindUrgentOnes_IsFound()
    {
        DateTimeOffset morning = world.Time.GetUtcNow();
        await device.Jobs.SaveAsync(new Job { Title = "old" });
        world.Time.Advance(TimeSpan.FromHours(1));
        for (int i = 0; i < 50; i++)
            await device.Client.Set<Alarm>().SaveAsync(new Alarm());
        Assert.Equal(morning, (await device.Client.GetStatusAsync()).OldestPendingAt);
    }

    [Fact]
    public async Task OldestPending_MadeByAClockThatWasSetBack_HasNoNegativeAge()
    {
        var clock = new WallClock(world.Time) { Ahead = TimeSpan.FromDays(3650) };
        await using var client = new SyncClient(world.Model, device.Store, device.Network, clock, new CountingIds(0xdef));
        await client.Set<Job>().SaveAsync(new Job { Title = "from the future" });
        clock.Ahead = TimeSpan.Zero;
        Assert.Equal(TimeSpan.Zero, (await client.GetStatusAsync()).OldestPendingAge);
    }

    [Fact]
    public async Task Stream_OverACycle_TellsThatItRunsAndWhatCameOfIt()
    {
        await device.SyncAsync();
        await using IAsyncEnumerator<SyncStatus> live = Follow();
        Assert.False((await NextAsync(live, _ => true)).IsSyncing);
        await device.Jobs.SaveAsync(new Job { Title = "one" });
        Assert.Equal(1, (await NextAsync(live, _ => true)).Changes.Pending);

        var seen = new TaskCompletionSource();
        device.Network.Meanwhile = () => seen.Task;
        Task sync = device.SyncAsync();
        SyncStatus during = await NextAsync(live, s => s.Changes.Syncing == 1);
        Assert.True(during.IsSyncing);
        seen.SetResult();
        await sync;
        SyncStatus after = await NextAsync(live, s => !s.IsSyncing);
        Assert.Equal((1, 0), (after.Changes.Synced, after.Changes.Waiting));
        Assert.NotNull(after.LastSyncAt);
    }

    [Fact]
    public async Task Stream_WhoseReaderSleeps_GivesTheLatestOnceAndHoldsNothingUp()
    {
        await using IAsyncEnumerator<SyncStatus> live = Follow();
        await NextAsync(live, _ => true);
        for (int i = 0; i < 500; i++)
            await device.Jobs.SaveAsync(new Job { Title = $"{i}" });
        await device.SyncAsync();
        Assert.True(await live.MoveNextAsync());
        Assert.Equal(500, live.Current.Changes.Synced);
        ValueTask<bool> more = live.MoveNextAsync();
        Assert.False(more.IsCompleted);
        await device.Client.DisposeAsync();
        Assert.False(await more);
    }

    [Fact]
    public async Task Stream_WhenNothingIsOtherwise_IsSilent()
    {
        await using IAsyncEnumerator<SyncStatus> live = Follow();
        await NextAsync(live, _ => true);
        ValueTask<bool> next = live.MoveNextAsync();
        world.Time.Advance(TimeSpan.FromDays(1));
        device.Client.NotifyExternalChange();
        await device.Jobs.SaveAsync(new Job { Title = "one" });
        Assert.True(await next);
        Assert.Equal(1, live.Current.Changes.Pending);
    }
}
