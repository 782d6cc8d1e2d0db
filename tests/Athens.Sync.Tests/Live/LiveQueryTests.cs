using Athens.Sync.Device;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Live;

public sealed class LiveQueryTests : IAsyncDisposable
{
    private readonly World world = new();
    private readonly WorldDevice device;
    private readonly CancellationTokenSource patience = new(LoopDevice.Patience);

    public LiveQueryTests() => device = world.Device();

    public async ValueTask DisposeAsync()
    {
        await device.Client.DisposeAsync();
        patience.Dispose();
    }

    private async Task<Job> SaveAsync(string title)
    {
        var job = new Job { Title = title };
        await device.Jobs.SaveAsync(job);
        return job;
    }

    private IAsyncEnumerator<T> Follow<T>(IAsyncEnumerable<T> live) => live.GetAsyncEnumerator(patience.Token);

    private static async Task<T> NextAsync<T>(IAsyncEnumerator<T> live)
    {
        Assert.True(await live.MoveNextAsync());
        return live.Current;
    }

    [Fact]
    public async Task List_AtFirst_HoldsWhatIsThereAndThenWhatComes()
    {
        await using IAsyncEnumerator<IReadOnlyList<Job>> live = Follow(device.Jobs.WatchListAsync());
        Assert.Empty(await NextAsync(live));
        await SaveAsync("one");
        Assert.Equal(["one"], (await NextAsync(live)).Select(j => j.Title));
        await SaveAsync("two");
        Assert.Equal(["one", "two"], (await NextAsync(live)).Select(j => j.Title));
    }

    [Fact]
    public async Task List_WhenOneEntityIsEdited_SharesTheOthers()
    {
        Job one = await SaveAsync("one");
        await SaveAsync("two");
        await using IAsyncEnumerator<IReadOnlyList<Job>> live = Follow(device.Jobs.WatchListAsync());
        IReadOnlyList<Job> before = await NextAsync(live);
        await device.EditAsync(one.Id, j => j.Title = "edited");
        IReadOnlyList<Job> after = await NextAsync(live);
        Assert.Equal(["one", "two"], before.Select(j => j.Title));
        Assert.Equal(["edited", "two"], after.Select(j => j.Title));
        Assert.Same(before[1], after[1]);
    }

    [Fact]
    public async Task List_WhenAnEntityIsDeletedOrPulled_FollowsIt()
    {
        Job one = await SaveAsync("one");
        await using IAsyncEnumerator<IReadOnlyList<Job>> live = Follow(device.Jobs.WatchListAsync());
        await NextAsync(live);
        await device.Jobs.DeleteAsync(one.Id);
        Assert.Empty(await NextAsync(live));
        WorldDevice other = world.Device();
        await other.Jobs.SaveAsync(new Job { Title = "from afar" });
        await other.SyncAsync();
        await device.SyncAsync();
        Assert.Equal(["from afar"], (await NextAsync(live)).Select(j => j.Title));
    }

    [Fact]
    public async Task List_WhenOnlyTheSyncStateMoves_IsGivenAnew()
    {
        Job one = await SaveAsync("one");
        await using IAsyncEnumerator<IReadOnlyList<Job>> live = Follow(device.Jobs.WatchListAsync());
        await NextAsync(live);
        await device.SyncAsync();
        await NextAsync(live);
        Assert.Equal(EntitySyncState.Synced, await device.Jobs.GetSyncStateAsync(one.Id));
    }

    [Fact]
    public async Task List_OfAnotherType_IsLeftAlone()
    {
        Job one = await SaveAsync("one");
        await using IAsyncEnumerator<IReadOnlyList<Photo>> live = Follow(device.Photos.WatchListAsync());
        await NextAsync(live);
        await SaveAsync("two");
        await device.Photos.SaveAsync(new Photo { JobId = one.Id, Caption = "seen" });
        Assert.Equal("seen", Assert.Single(await NextAsync(live)).Caption);
    }

    [Fact]
    public async Task List_WhoseReaderSleeps_HoldsNothingUpAndComesOnceWithTheLatest()
    {
        await using IAsyncEnumerator<IReadOnlyList<Job>> live = Follow(device.Jobs.WatchListAsync());
        await NextAsync(live);
        Job job = await SaveAsync("0");
        for (int i = 1; i <= 3000; i++)
            await (i % 2 == 0 ? device.EditAsync(job.Id, j => j.Title = $"{i}") : SaveAsync($"{i}"));
        IReadOnlyList<Job> latest = await NextAsync(live);
        Assert.Equal(1501, latest.Count);
        Assert.Contains(latest, j => j.Title == "3000");
        ValueTask<bool> more = live.MoveNextAsync();
        Assert.False(more.IsCompleted);
        await SaveAsync("last");
        Assert.True(await more);
        Assert.Equal(1502, live.Current.Count);
    }

    [Fact]
    public async Task List_WhenAnotherEngineWrote_FollowsItOnceTold()
    {
        Job kept = await SaveAsync("kept");
        Job doomed = await SaveAsync("doomed");
        await using IAsyncEnumerator<IReadOnlyList<Job>> live = Follow(device.Jobs.WatchListAsync());
        IReadOnlyList<Job> before = await NextAsync(live);
        await using var tab = new SyncClient(world.Model, device.Store, device.Network, world.Time, new CountingIds(0xdef));
        await tab.Set<Job>().DeleteAsync(doomed.Id);
        await tab.Set<Job>().SaveAsync(new Job { Title = "new" });
        device.Client.NotifyExternalChange();
        IReadOnlyList<Job> after = await NextAsync(live);
        Assert.Equal(["kept", "new"], after.Select(j => j.Title));
        Assert.Same(before.Single(j => j.Id == kept.Id), after.Single(j => j.Id == kept.Id));
    }

    [Fact]
    public async Task List_AfterRandomDays_HoldsWhatARereadHolds()
    {
        var random = new Random(7);
        WorldDevice other = world.Device();
        await using IAsyncEnumerator<IReadOnlyList<Job>> live = Follow(device.Jobs.WatchListAsync());
        await NextAsync(live);
        for (int i = 0; i < 200; i++)
        {
            WorldDevice who = random.Next(3) == 0 ? other : device;
            List<Job> jobs = await who.Jobs.ListAsync().ToListAsync();
            Job? picked = jobs.Count == 0 ? null : jobs[random.Next(jobs.Count)];
            if (random.Next(5) == 0)
                await (random.Next(2) == 0 ? other : device).Client.SyncAsync();
            if (random.Next(7) == 0)
                device.Client.NotifyExternalChange();
            if (picked is null || random.Next(3) == 0)
                await who.Jobs.SaveAsync(new Job { Title = $"{i}" });
            else if (random.Next(3) == 0)
                await who.Jobs.DeleteAsync(picked.Id);
            else
                await who.EditAsync(picked.Id, j => j.Tags.Add($"{i}"));
        }
        await SaveAsync("the end");
        while (!live.Current.Any(j => j.Title == "the end"))
            await NextAsync(live);
        static string Show(Job job) => $"{job.Id} {job.Title} {string.Join(',', job.Tags)}";
        Assert.Equal(await device.Jobs.ListAsync().Select(Show).ToListAsync(), live.Current.Select(Show));
    }

    [Fact]
    public async Task Entity_FromNothingToItsEnd_IsFollowed()
    {
        var job = new Job { Id = "j1", Title = "one" };
        await using IAsyncEnumerator<Job?> live = Follow(device.Jobs.WatchAsync("j1"));
        Assert.Null(await NextAsync(live));
        await SaveAsync("another");
        await device.Jobs.SaveAsync(job);
        Assert.Equal("one", (await NextAsync(live))!.Title);
        await device.EditAsync("j1", j => j.Title = "two");
        Assert.Equal("two", (await NextAsync(live))!.Title);
        await device.Jobs.DeleteAsync("j1");
        Assert.Null(await NextAsync(live));
    }

    [Fact]
    public async Task Entity_FromALiveQuery_IsFollowedByItsSet()
    {
        Job one = await SaveAsync("one");
        await device.SyncAsync();
        await using IAsyncEnumerator<Job?> live = Follow(device.Jobs.WatchAsync(one.Id));
        Job seen = (await NextAsync(live))!;
        seen.Title = "edited";
        await device.Jobs.SaveAsync(seen);
        Change change = (await device.Client.ReadOutboxAsync(new OutboxFilter { Status = OutboxStatus.Pending }).SingleAsync()).Change;
        Assert.Equal("""{"title":"edited"}""", change.Data.ToJson());
        Assert.Equal("""{"title":"one"}""", change.Base!.ToJson());
    }

    [Fact]
    public async Task Outbox_ByAFilter_ShowsWhatEntersAndLeavesIt()
    {
        await using IAsyncEnumerator<IReadOnlyList<OutboxItem>> live = Follow(device.Client.WatchOutboxAsync(new OutboxFilter { Status = OutboxStatus.Pending }));
        Assert.Empty(await NextAsync(live));
        await SaveAsync("one");
        await NextAsync(live);
        await SaveAsync("two");
        Assert.Equal([1, 2], (await NextAsync(live)).Select(i => i.Position));
        await device.SyncAsync();
        Assert.Empty(await NextAsync(live));
    }

    [Fact]
    public async Task Outbox_WhenAnotherEngineWrote_FollowsItOnceTold()
    {
        await using IAsyncEnumerator<IReadOnlyList<OutboxItem>> live = Follow(device.Client.WatchOutboxAsync());
        Assert.Empty(await NextAsync(live));
        await using var tab = new SyncClient(world.Model, device.Store, device.Network, world.Time, new CountingIds(0xdef));
        await tab.Set<Job>().SaveAsync(new Job { Title = "new" });
        device.Client.NotifyExternalChange();
        Assert.Single(await NextAsync(live));
    }

    [Fact]
    public async Task LiveQueries_WhenTheEngineIsDisposedOf_End()
    {
        await using IAsyncEnumerator<IReadOnlyList<Job>> list = Follow(device.Jobs.WatchListAsync());
        await using IAsyncEnumerator<Job?> entity = Follow(device.Jobs.WatchAsync("j1"));
        await using IAsyncEnumerator<IReadOnlyList<OutboxItem>> outbox = Follow(device.Client.WatchOutboxAsync());
        await using IAsyncEnumerator<SyncStatus> status = Follow(device.Client.WatchStatusAsync());
        await NextAsync(list);
        await NextAsync(entity);
        await NextAsync(outbox);
        await NextAsync(status);
        await device.Client.DisposeAsync();
        Assert.False(await list.MoveNextAsync());
        Assert.False(await entity.MoveNextAsync());
        Assert.False(await outbox.MoveNextAsync());
        Assert.False(await status.MoveNextAsync());
    }

    [Fact]
    public async Task LiveQuery_Cancelled_Throws()
    {
        using var cancel = new CancellationTokenSource();
        await using IAsyncEnumerator<IReadOnlyList<Job>> live = device.Jobs.WatchListAsync(cancel.Token).GetAsyncEnumerator();
        await NextAsync(live);
        ValueTask<bool> next = live.MoveNextAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }
}
