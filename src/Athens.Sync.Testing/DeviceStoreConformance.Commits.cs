using Athens.Sync.Device;
using Xunit;

namespace Athens.Sync.Testing;

public abstract partial class DeviceStoreConformance<TStore>
{
    /// <summary>A commit at the next revision is taken, and all of it is there.</summary>
    [Fact]
    public async Task Commit_AtTheNextRevision_IsThere()
    {
        await using TStore store = await CreateAsync();

        bool taken = await store.CommitAsync(new DeviceCommit
        {
            State = DeviceRecords.FullState(1),
            PutReplicas = [DeviceRecords.FullReplica("k")],
            PutItems = [DeviceRecords.FullItem(1)],
        });

        DeviceView view = await store.LoadAsync(new DeviceQuery { Entities = [Id("k")], Positions = [1] });
        Assert.True(taken);
        Assert.Equal(Text(DeviceRecords.FullState(1)), Text(view.State));
        Assert.Equal(Text(DeviceRecords.FullReplica("k")), Text(view.Replicas[Id("k")]));
        Assert.Equal(Text(DeviceRecords.FullItem(1)), Text(Assert.Single(view.Items)));
    }

    /// <summary>A commit at any other revision is refused, and nothing of it is there.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(long.MaxValue)]
    public async Task Commit_AtAnotherRevision_WritesNothing(long revision)
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, Put(DeviceRecords.Item(1)));
        await CommitAsync(store, Put(DeviceRecords.Replica("k")));

        bool taken = await store.CommitAsync(new DeviceCommit
        {
            State = DeviceRecords.State(revision) with { DeviceId = "another" },
            PutReplicas = [DeviceRecords.Replica("new")],
            DeleteReplicas = [Id("k")],
            PutItems = [DeviceRecords.Item(2)],
            DeleteItems = [1],
        });

        Assert.False(taken);
        Assert.Equal(Text(DeviceRecords.State(2)), Text((await store.LoadAsync(new DeviceQuery())).State));
        Assert.Equal([1], await OutboxAsync(store));
        Assert.Equal(["k"], await KeysAsync(store));
    }

    /// <summary>An item takes the place of the one at its position, in every look.</summary>
    [Fact]
    public async Task Commit_ItemAtATakenPosition_Replaces()
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, Put(DeviceRecords.Item(1, "a") with { BlockedBy = "order/x" }));
        OutboxItem moved = DeviceRecords.Item(1, "b", OutboxStatus.Syncing) with { BlockedBy = "order/y", Attempts = 1 };

        await CommitAsync(store, Put(moved));

        Assert.Equal(Text(moved), Text(Assert.Single((await store.LoadAsync(new DeviceQuery { Positions = [1] })).Items)));
        Assert.Empty(await PositionsAsync(store, new DeviceQuery { Entities = [Id("a")], BlockedBy = [Id("x")] }));
        Assert.Equal([1], await PositionsAsync(store, new DeviceQuery { Entities = [Id("b")] }));
        Assert.Equal([1], await PositionsAsync(store, new DeviceQuery { BlockedBy = [Id("y")] }));
        Assert.Equal([1], await PositionsAsync(store, new DeviceQuery { Sendable = 9 }));
        Assert.Equal([1], await OutboxAsync(store));
    }

    /// <summary>An item that gets its verdict is no longer sent; one that is freed is.</summary>
    [Fact]
    public async Task Commit_ItemMovesOn_SendableFollows()
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, Put(DeviceRecords.Item(1), DeviceRecords.Item(2) with { BlockedBy = "order/k" }));

        await CommitAsync(store, Put(DeviceRecords.Item(1, status: OutboxStatus.Synced), DeviceRecords.Item(2)));

        Assert.Equal([2], await PositionsAsync(store, new DeviceQuery { Sendable = 9 }));
    }

    /// <summary>A replica takes the place of the one with its id, in every look.</summary>
    [Fact]
    public async Task Commit_ReplicaOfATakenId_Replaces()
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, Put(DeviceRecords.Replica("k") with { AwaitsParent = true }));
        ReplicaEntity arrived = DeviceRecords.Replica("k") with { Version = 2 };

        await CommitAsync(store, Put(arrived));

        DeviceView view = await store.LoadAsync(new DeviceQuery { Entities = [Id("k")] });
        Assert.Equal(Text(arrived), Text(view.Replicas[Id("k")]));
        Assert.Empty((await store.LoadAsync(new DeviceQuery { AwaitingParent = true })).Replicas);
        Assert.Equal(["k"], await KeysAsync(store));
    }

    /// <summary>What was deleted is in no look any more.</summary>
    [Fact]
    public async Task Commit_Delete_RemovesFromEveryLook()
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, Put(DeviceRecords.Item(1) with { BlockedBy = "order/x" }, DeviceRecords.Item(2), DeviceRecords.Item(3)));
        await CommitAsync(store, Put(DeviceRecords.Replica("k") with { AwaitsParent = true }, DeviceRecords.Replica("l")));

        await CommitAsync(store, new DeviceCommit { State = DeviceRecords.State(0), DeleteItems = [1, 2], DeleteReplicas = [Id("k")] });

        DeviceView view = await store.LoadAsync(new DeviceQuery { Entities = [Id("k")], Sendable = 9, Positions = [1, 2], BlockedBy = [Id("x")], AwaitingParent = true });
        Assert.Equal([3], view.Items.Select(item => item.Position));
        Assert.Empty(view.Replicas);
        Assert.Equal([3], await OutboxAsync(store));
        Assert.Equal(["l"], await KeysAsync(store));
    }

    /// <summary>Deleting what is not there is passed over; the rest of the commit is written.</summary>
    [Fact]
    public async Task Commit_DeleteOfNothing_IsPassedOver()
    {
        await using TStore store = await CreateAsync();

        await CommitAsync(store, new DeviceCommit { State = DeviceRecords.State(0), DeleteItems = [7], DeleteReplicas = [Id("missing")], PutItems = [DeviceRecords.Item(1)] });

        Assert.Equal([1], await OutboxAsync(store));
    }

    /// <summary>One commit can move an entity to another key: the old replica goes, the new one comes, its items follow.</summary>
    [Fact]
    public async Task Commit_NewKey_MovesTheEntity()
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, new DeviceCommit { State = DeviceRecords.State(0), PutReplicas = [DeviceRecords.Replica("local")], PutItems = [DeviceRecords.Item(1, "local"), DeviceRecords.Item(2, "local")] });

        await CommitAsync(store, new DeviceCommit
        {
            State = DeviceRecords.State(0),
            DeleteReplicas = [Id("local")],
            PutReplicas = [DeviceRecords.Replica("42")],
            PutItems = [DeviceRecords.Item(2, "42")],
            DeleteItems = [1],
        });

        DeviceView view = await store.LoadAsync(new DeviceQuery { Entities = [Id("local"), Id("42")] });
        Assert.Equal([Id("42")], view.Replicas.Keys);
        Assert.Equal([2], view.Items.Select(item => item.Position));
    }

    /// <summary>A commit as large as a page of the server and a full push is taken as a whole.</summary>
    [Fact]
    public async Task Commit_AsLargeAsAPage_IsThere()
    {
        await using TStore store = await CreateAsync();
        string[] keys = [.. Enumerable.Range(0, 1_000).Select(n => $"key-{n:0000}")];

        await CommitAsync(store, new DeviceCommit
        {
            State = DeviceRecords.State(0),
            PutReplicas = [.. keys.Select(key => DeviceRecords.Replica(key))],
            PutItems = [.. Enumerable.Range(1, 500).Select(n => DeviceRecords.Item(n, keys[n]))],
        });

        DeviceView view = await store.LoadAsync(new DeviceQuery { Entities = [.. keys.Select(key => Id(key))], Sendable = 500 });
        Assert.Equal(1_000, view.Replicas.Count);
        Assert.Equal(Enumerable.Range(1, 500).Select(n => (long)n), view.Items.Select(item => item.Position));
        Assert.Equal(keys, await KeysAsync(store));
    }
}
