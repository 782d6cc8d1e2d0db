using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Scenarios;

/// <summary>A long outbox goes out batch by batch: what comes next is read while the server works, and frozen with the verdicts on what was sent.</summary>
public sealed class PushBatchTests
{
    [Fact]
    public async Task Batches_OfALongOutbox_CostOneCommitEach()
    {
        long one = await CommitsAsync(pushBatch: 10);
        long five = await CommitsAsync(pushBatch: 2);

        Assert.Equal(4, five - one);
    }

    [Fact]
    public async Task Conflict_InABatch_HoldsBackWhatFollowsItInTheNext()
    {
        var world = new World();
        WorldDevice device = world.DeviceWith("ann", new SyncClientOptions { PushBatch = 1 });
        WorldDevice other = world.DeviceWith("bob");
        var job = new Job { Title = "base" };
        var unrelated = new Job { Title = "unrelated" };
        await device.Jobs.SaveAsync(job);
        await device.SyncAsync();
        await other.SyncAsync();
        await other.EditAsync(job.Id, j => j.Title = "theirs");
        await other.SyncAsync();
        await device.EditAsync(job.Id, j => j.Title = "mine");
        await device.EditAsync(job.Id, j => j.Status = "submitted");
        await device.Jobs.SaveAsync(unrelated);

        await device.Client.SyncAsync();

        List<OutboxItem> items = await device.Client.ReadOutboxAsync().ToListAsync();
        Assert.Equal([OutboxStatus.Synced, OutboxStatus.Conflict, OutboxStatus.Pending, OutboxStatus.Synced], items.Select(item => item.Status));
        Assert.Equal((0, null, $"job/{job.Id}"), (items[2].Attempts, items[2].Change.Number, items[2].BlockedBy));
        Assert.Contains(new EntityId("job", unrelated.Id), (await world.ServerStateAsync()).Keys);
    }

    [Fact]
    public async Task RequestsMax_WithMoreToSend_FreezesNothingThatIsNotSent()
    {
        var world = new World();
        WorldDevice device = world.DeviceWith("ann", new SyncClientOptions { PushBatch = 1, RequestsMax = 2 });
        for (int i = 0; i < 4; i++)
            await device.Jobs.SaveAsync(new Job { Title = "one" });

        await device.Client.SyncAsync();

        OutboxStatus[] expected = [OutboxStatus.Synced, OutboxStatus.Synced, OutboxStatus.Pending, OutboxStatus.Pending];
        Assert.Equal(expected, await device.Client.ReadOutboxAsync().Select(item => item.Status).ToArrayAsync());
    }

    /// <summary>How many commits a cycle makes that sends ten changes.</summary>
    private static async Task<long> CommitsAsync(int pushBatch)
    {
        var world = new World();
        WorldDevice device = world.DeviceWith("ann", new SyncClientOptions { PushBatch = pushBatch });
        for (int i = 0; i < 10; i++)
            await device.Jobs.SaveAsync(new Job { Title = "one" });
        long before = await RevisionAsync(device);
        await device.SyncAsync();
        return await RevisionAsync(device) - before;
    }

    private static async Task<long> RevisionAsync(WorldDevice device) => (await device.Store.LoadAsync(new DeviceQuery())).State.Revision;
}
