using Athens.Sync.Device;
using Xunit;

namespace Athens.Sync.Testing;

public abstract partial class DeviceStoreConformance<TStore>
{
    /// <summary>What was committed is there after a restart, to the letter.</summary>
    [Fact]
    public async Task Reopen_AfterCommits_KeepsEverything()
    {
        TStore store = await CreateAsync();
        await CommitAsync(store, Put(DeviceRecords.Item(1), DeviceRecords.Item(2)));
        await CommitAsync(store, new DeviceCommit
        {
            State = DeviceRecords.FullState(0),
            PutReplicas = [DeviceRecords.FullReplica("early"), DeviceRecords.Replica("seen")],
            PutItems = [DeviceRecords.FullItem(3)],
            DeleteItems = [1],
        });

        await using TStore reopened = await ReopenAsync(store);

        DeviceView view = await reopened.LoadAsync(new DeviceQuery { Positions = [1, 2, 3], AwaitingParent = true });
        Assert.Equal(Text(DeviceRecords.FullState(2)), Text(view.State));
        Assert.Equal([Text(DeviceRecords.Item(2)), Text(DeviceRecords.FullItem(3))], view.Items.Select(Text));
        Assert.Equal(Text(DeviceRecords.FullReplica("early")), Text(view.Replicas[Id("early")]));
        Assert.Equal(["seen"], await KeysAsync(reopened));
        Assert.Equal([2], await PositionsAsync(reopened, new DeviceQuery { Sendable = 9 }));
    }

    /// <summary>After a restart revisions go on from where they were.</summary>
    [Fact]
    public async Task Reopen_AfterCommits_GoesOnAtTheNextRevision()
    {
        TStore store = await CreateAsync();
        await CommitAsync(store, Put(DeviceRecords.Item(1)));

        await using TStore reopened = await ReopenAsync(store);

        Assert.False(await reopened.CommitAsync(Put(DeviceRecords.Item(2)) with { State = DeviceRecords.State(1) }));
        Assert.True(await reopened.CommitAsync(Put(DeviceRecords.Item(2)) with { State = DeviceRecords.State(2) }));
        Assert.Equal([1, 2], await OutboxAsync(reopened));
    }

    /// <summary>A store that nothing was committed to is as new after a restart.</summary>
    [Fact]
    public async Task Reopen_WithoutCommits_IsNew()
    {
        TStore store = await CreateAsync();

        await using TStore reopened = await ReopenAsync(store);

        Assert.Equal(Text(new DeviceState()), Text((await reopened.LoadAsync(new DeviceQuery())).State));
    }

    /// <summary>What is cancelled beforehand is not begun.</summary>
    [Fact]
    public async Task Cancelled_Beforehand_DoesNothing()
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, Put(DeviceRecords.Item(1)));
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.LoadAsync(new DeviceQuery(), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.CommitAsync(Put(DeviceRecords.Item(2)) with { State = DeviceRecords.State(2) }, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.ReadOutboxAsync(new OutboxFilter(), cancelled).ToListAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.ReadReplicasAsync(new ReplicaFilter { Type = DeviceRecords.Type }, cancelled).ToListAsync());

        Assert.Equal(1, (await store.LoadAsync(new DeviceQuery())).State.Revision);
        Assert.Equal([1], await OutboxAsync(store));
    }

    /// <summary>A closed store says so, whatever it is asked; closing it again does nothing.</summary>
    [Fact]
    public async Task Closed_AnyCall_SaysSo()
    {
        TStore store = await CreateAsync();
        await CommitAsync(store, Put(DeviceRecords.Item(1)));

        await store.DisposeAsync();
        await store.DisposeAsync();

        await SaysClosedAsync(() => store.LoadAsync(new DeviceQuery()));
        await SaysClosedAsync(() => store.CommitAsync(Put(DeviceRecords.Item(2)) with { State = DeviceRecords.State(2) }));
        await SaysClosedAsync(async () => await store.ReadOutboxAsync(new OutboxFilter()).ToListAsync());
        await SaysClosedAsync(async () => await store.ReadReplicasAsync(new ReplicaFilter { Type = DeviceRecords.Type }).ToListAsync());
    }

    private static async Task SaysClosedAsync(Func<Task> call)
    {
        StoreException thrown = await Assert.ThrowsAsync<StoreException>(call);
        Assert.Equal(StoreFailure.Closed, thrown.Failure);
        Assert.False(thrown.IsTransient);
    }
}
