using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.Testing;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Scenarios;

/// <summary>A long outbox goes out batch by batch: while the server works on a batch, the verdicts on the one before it are taken in, and the next is frozen.</summary>
public sealed class PushBatchTests
{
    [Fact]
    public async Task Batches_OfALongOutbox_CostOneCommitEach_AndOneToBeAhead()
    {
        long one = await CommitsAsync(pushBatch: 10);
        long five = await CommitsAsync(pushBatch: 2);

        Assert.Equal(5, five - one);
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

    /// <summary>A server forgets what is acknowledged. The verdicts on a batch are not on the disk when the next is sent, and a device that dies then asks for them again.</summary>
    [Fact]
    public async Task NextBatch_AcknowledgesNothingOfTheOneBeforeIt()
    {
        WorldDevice device = await DeviceWithJobsAsync(new World(), 4);

        await device.SyncAsync();

        Assert.Equal([0L, 0L, 1L, 2L], device.Network.Pushes.Where(push => push.Changes.Count > 0).Select(push => push.Acknowledged));
    }

    [Fact]
    public async Task NextBatch_ThatDoesNotArrive_LeavesTheVerdictsOnTheOneBeforeIt()
    {
        WorldDevice device = await DeviceWithJobsAsync(new World(), 3);
        device.Network.NextPush(null, TransportFault.RequestLost);

        Assert.NotNull((await device.Client.SyncAsync()).Failure);

        OutboxStatus[] expected = [OutboxStatus.Synced, OutboxStatus.Syncing, OutboxStatus.Syncing];
        Assert.Equal(expected, await device.Client.ReadOutboxAsync().Select(item => item.Status).ToArrayAsync());
        await device.SyncAsync();
        Assert.All(await device.Client.ReadOutboxAsync().ToListAsync(), item => Assert.Equal(OutboxStatus.Synced, item.Status));
    }

    /// <summary>It would be sent on what the device knew before the verdict.</summary>
    [Fact]
    public async Task ChangeOfWhatIsUnderWay_IsNotFrozenBeforeThatHasItsVerdict()
    {
        var world = new World();
        WorldDevice device = await DeviceWithJobsAsync(world, 1);
        string id = (await device.Jobs.ListAsync().SingleAsync()).Id;
        await device.Photos.SaveAsync(new Photo { JobId = id, Caption = "of the first" });
        List<OutboxStatus[]> seen = [];
        device.Network.Before = async token => seen.Add(await device.Client.ReadOutboxAsync(cancellationToken: token).Select(item => item.Status).ToArrayAsync(token));

        await device.SyncAsync();

        Assert.DoesNotContain(seen, statuses => statuses is [OutboxStatus.Syncing, OutboxStatus.Syncing]);
        Assert.Equal(2, (await world.ServerStateAsync()).Count);
    }

    /// <summary>The server has the changes, and says so of each again, in answers that are read.</summary>
    [Fact]
    public async Task Answer_TooLargeToBeRead_IsAskedForAgainInParts()
    {
        var world = new World();
        WorldDevice device = world.DeviceWith("ann", new SyncClientOptions { PushBatch = 8 });
        for (int i = 0; i < 8; i++)
            await device.Jobs.SaveAsync(new Job { Title = "one" });
        device.Network.Judge = push => push.Changes.Count > 3 ? TransportFault.AnswerTooLarge : null;

        SyncReport report = await device.Client.SyncAsync();

        Assert.Null(report.Failure);
        Assert.Equal([8, 4, 2, 4, 2, 3, 1], device.Network.Pushes.Select(push => push.Changes.Count));
        Assert.All(await device.Client.ReadOutboxAsync().ToListAsync(), item => Assert.Equal(OutboxStatus.Synced, item.Status));
        Assert.Equal(8, (await world.ServerStateAsync()).Count);
    }

    [Fact]
    public async Task Answer_ToOneChangeTooLargeToBeRead_SetsThatAside_AndHoldsUpNoOther()
    {
        WorldDevice device = await DeviceWithJobsAsync(new World(), 3);
        string large = (await device.Client.ReadOutboxAsync().FirstAsync()).Change.OfflineId;
        device.Network.Judge = push => push.Changes.Any(change => change.OfflineId == large) ? TransportFault.AnswerTooLarge : null;

        SyncReport report = await device.Client.SyncAsync();

        Assert.Null(report.Failure);
        List<OutboxItem> items = await device.Client.ReadOutboxAsync().ToListAsync();
        Assert.Equal([OutboxStatus.Failed, OutboxStatus.Synced, OutboxStatus.Synced], items.Select(item => item.Status));
        Assert.True(items[0].IsSetAside);
        Assert.Contains("The answer is too large.", items[0].Rejection!.Detail.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_TooLargeToBeReadWhateverIsSent_EndsTheCycle_AndTheServerWasThere()
    {
        WorldDevice device = await DeviceWithJobsAsync(new World(), 2);
        device.Network.Judge = _ => TransportFault.AnswerTooLarge;

        SyncReport report = await device.Client.SyncAsync();

        Assert.Equal(TransportFailure.AnswerTooLarge, Assert.IsType<SyncTransportException>(report.Failure).Failure);
        Assert.True((await device.Client.GetStatusAsync()).IsOnline);
        Assert.Equal(2, (await device.Client.GetStatusAsync()).Changes.Waiting);
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

    /// <summary>A device that has pulled, and sends one change a push.</summary>
    private static async Task<WorldDevice> DeviceWithJobsAsync(World world, int count)
    {
        WorldDevice device = world.DeviceWith("ann", new SyncClientOptions { PushBatch = 1 });
        await device.SyncAsync();
        for (int n = 0; n < count; n++)
            await device.Jobs.SaveAsync(new Job { Title = "one" });
        return device;
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
