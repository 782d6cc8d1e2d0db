using Athens.Sync.Device;
using Xunit;

namespace Athens.Sync.Testing;

public abstract partial class DeviceStoreConformance<TStore>
{
    /// <summary>A new store gives a new record, and nothing else.</summary>
    [Fact]
    public async Task Load_NewStore_GivesANewState()
    {
        await using TStore store = await CreateAsync();

        DeviceView view = await store.LoadAsync(new DeviceQuery { Entities = [Id("k")], Sendable = 10, Positions = [1], BlockedBy = [Id("k")], AwaitingParent = true });

        Assert.Equal(Text(new DeviceState()), Text(view.State));
        Assert.Empty(view.Replicas);
        Assert.Empty(view.Items);
    }

    /// <summary>A query that asks for nothing is given the state alone.</summary>
    [Fact]
    public async Task Load_NothingAskedFor_GivesTheStateAlone()
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, new DeviceCommit { State = DeviceRecords.State(0), PutItems = [DeviceRecords.Item(1)], PutReplicas = [DeviceRecords.Replica("k")] });

        DeviceView view = await store.LoadAsync(new DeviceQuery());

        Assert.Equal(Text(DeviceRecords.State(1)), Text(view.State));
        Assert.Empty(view.Replicas);
        Assert.Empty(view.Items);
    }

    /// <summary>Of the entities asked for, those that exist are given, by their ids.</summary>
    [Fact]
    public async Task Load_Entities_GivesTheReplicasThatExist()
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, Put(DeviceRecords.Replica("a"), DeviceRecords.Replica("b"), DeviceRecords.Replica("c")));

        DeviceView view = await store.LoadAsync(new DeviceQuery { Entities = [Id("b"), Id("missing"), Id("a"), Id("b")] });

        Assert.Equal(["a", "b"], view.Replicas.Keys.Select(id => id.Key).Order(StringComparer.Ordinal));
        Assert.Equal(Text(DeviceRecords.Replica("b")), Text(view.Replicas[Id("b")]));
    }

    /// <summary>An entity's replica is given also when it is deleted locally or awaits its parent.</summary>
    [Fact]
    public async Task Load_Entities_GivesReplicasThatTheUserDoesNotSee()
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, Put(DeviceRecords.Replica("deleted") with { Local = null }, DeviceRecords.Replica("early") with { AwaitsParent = true }));

        DeviceView view = await store.LoadAsync(new DeviceQuery { Entities = [Id("deleted"), Id("early")] });

        Assert.Equal(2, view.Replicas.Count);
    }

    /// <summary>An entity's items are given while they are shown or without a final verdict.</summary>
    [Theory]
    [InlineData(OutboxStatus.Pending, false, true)]
    [InlineData(OutboxStatus.Syncing, false, true)]
    [InlineData(OutboxStatus.Conflict, false, true)]
    [InlineData(OutboxStatus.Failed, false, true)]
    [InlineData(OutboxStatus.Synced, false, false)]
    [InlineData(OutboxStatus.Pending, true, true)]
    [InlineData(OutboxStatus.Synced, true, true)]
    public async Task Load_Entities_GivesTheItemsThatStillMatter(OutboxStatus status, bool isShown, bool given)
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, Put(DeviceRecords.Item(1, status: status) with { IsShown = isShown }));

        Assert.Equal(given ? [1] : [], await PositionsAsync(store, new DeviceQuery { Entities = [Id("k")] }));
    }

    /// <summary>An entity's items are given where there is no replica of it, and those of no other entity.</summary>
    [Fact]
    public async Task Load_Entities_GivesTheItemsOfTheseAlone()
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, Put(
            DeviceRecords.Item(1, "a"), DeviceRecords.Item(2, "A"), DeviceRecords.Item(3, "a", type: "Order"), DeviceRecords.Item(4, "aa"), DeviceRecords.Item(5, "a")));

        Assert.Equal([1, 5], await PositionsAsync(store, new DeviceQuery { Entities = [Id("a")] }));
        Assert.Equal([2, 3], await PositionsAsync(store, new DeviceQuery { Entities = [Id("A"), Id("a", "Order")] }));
    }

    /// <summary>The first items that can be sent are given, in order of position, and no more than asked for.</summary>
    [Fact]
    public async Task Load_Sendable_GivesTheFirstInOrder()
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, Put(DeviceRecords.Item(30), DeviceRecords.Item(4), DeviceRecords.Item(100)));
        await CommitAsync(store, Put(DeviceRecords.Item(21), DeviceRecords.Item(3)));

        Assert.Equal([3, 4, 21], await PositionsAsync(store, new DeviceQuery { Sendable = 3 }));
        Assert.Equal([3, 4, 21, 30, 100], await PositionsAsync(store, new DeviceQuery { Sendable = int.MaxValue }));
    }

    /// <summary>What was sent can be sent again; what is pending, unless it waits for another; nothing else.</summary>
    [Theory]
    [InlineData(OutboxStatus.Pending, null, true)]
    [InlineData(OutboxStatus.Pending, "order/other", false)]
    [InlineData(OutboxStatus.Syncing, null, true)]
    [InlineData(OutboxStatus.Syncing, "order/other", true)]
    [InlineData(OutboxStatus.Synced, null, false)]
    [InlineData(OutboxStatus.Conflict, null, false)]
    [InlineData(OutboxStatus.Failed, null, false)]
    public async Task Load_Sendable_GivesWhatCanBeSent(OutboxStatus status, string? blockedBy, bool given)
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, Put(DeviceRecords.Item(1, status: status) with { BlockedBy = blockedBy }));

        Assert.Equal(given ? [1] : [], await PositionsAsync(store, new DeviceQuery { Sendable = 1 }));
    }

    /// <summary>Urgent items come before all others, whatever their position.</summary>
    [Fact]
    public async Task Load_Sendable_GivesUrgentItemsFirst()
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, Put(
            DeviceRecords.Item(1), DeviceRecords.Item(2), DeviceRecords.Item(3) with { IsUrgent = true }, DeviceRecords.Item(4) with { IsUrgent = true, BlockedBy = "x/y" }, DeviceRecords.Item(5) with { IsUrgent = true }));

        Assert.Equal([3, 5], await PositionsAsync(store, new DeviceQuery { Sendable = 2 }));
        Assert.Equal([1, 3, 5], await PositionsAsync(store, new DeviceQuery { Sendable = 3 }));
    }

    /// <summary>Items that cannot be sent do not take the place of those that can.</summary>
    [Fact]
    public async Task Load_Sendable_PassesOverWhatCannotBeSent()
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, Put(
            DeviceRecords.Item(1, status: OutboxStatus.Conflict), DeviceRecords.Item(2) with { BlockedBy = "order/k" }, DeviceRecords.Item(3), DeviceRecords.Item(4)));

        Assert.Equal([3], await PositionsAsync(store, new DeviceQuery { Sendable = 1 }));
    }

    /// <summary>Items are given by position, wherever they stand; a position without one is passed over.</summary>
    [Fact]
    public async Task Load_Positions_GivesTheItemsThatExist()
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, Put(DeviceRecords.Item(1), DeviceRecords.Item(2, status: OutboxStatus.Synced) with { IsShown = false }, DeviceRecords.Item(3)));

        Assert.Equal([2, 3], await PositionsAsync(store, new DeviceQuery { Positions = [3, 99, 2, 3] }));
    }

    /// <summary>The items that wait for an entity are given, and those that wait for no other.</summary>
    [Fact]
    public async Task Load_BlockedBy_GivesTheItemsThatWait()
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, Put(
            DeviceRecords.Item(1) with { BlockedBy = "order/a" }, DeviceRecords.Item(2) with { BlockedBy = "order/A" }, DeviceRecords.Item(3), DeviceRecords.Item(4, status: OutboxStatus.Synced) with { BlockedBy = "order/a" }));

        Assert.Equal([1, 4], await PositionsAsync(store, new DeviceQuery { BlockedBy = [Id("a"), Id("b")] }));
    }

    /// <summary>What the caller has may be left out, and counts among the first all the same; nothing else is left out.</summary>
    [Fact]
    public async Task Load_Held_LeavesOutNothingElse()
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, Put(DeviceRecords.Item(1), DeviceRecords.Item(2, "other"), DeviceRecords.Item(3), DeviceRecords.Item(4, "other") with { BlockedBy = "order/k" }));
        long[] held = [1, 1, 2, 99];

        Assert.Equal([3], (await PositionsAsync(store, new DeviceQuery { Sendable = 3, Held = held })).Except(held));
        Assert.Equal([3], (await PositionsAsync(store, new DeviceQuery { Entities = [Id("k")], Held = held })).Except(held));
        Assert.Equal([3, 4], (await PositionsAsync(store, new DeviceQuery { Positions = [1, 2, 3, 4], Held = held })).Except(held));
        Assert.Equal([4], (await PositionsAsync(store, new DeviceQuery { BlockedBy = [Id("k")], Held = held })).Except(held));
        Assert.Equal([1, 2, 3, 4], await PositionsAsync(store, new DeviceQuery { Positions = [1, 2, 3, 4] }));
    }

    /// <summary>Replicas that wait for their parent are given when asked for, and only then.</summary>
    [Fact]
    public async Task Load_AwaitingParent_GivesTheReplicasThatWait()
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, Put(
            DeviceRecords.Replica("a") with { AwaitsParent = true }, DeviceRecords.Replica("b"), DeviceRecords.Replica("c", "photo") with { AwaitsParent = true }));

        DeviceView view = await store.LoadAsync(new DeviceQuery { AwaitingParent = true });

        Assert.Equal([Id("a"), Id("c", "photo")], view.Replicas.Keys.Order());
        Assert.Empty((await store.LoadAsync(new DeviceQuery())).Replicas);
    }

    /// <summary>What several parts of a query ask for is given once, and the items in order of position.</summary>
    [Fact]
    public async Task Load_AskedForTwice_GivesEachOnce()
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, new DeviceCommit
        {
            State = DeviceRecords.State(0),
            PutReplicas = [DeviceRecords.Replica("k") with { AwaitsParent = true }],
            PutItems = [DeviceRecords.Item(3), DeviceRecords.Item(1) with { BlockedBy = "order/k" }, DeviceRecords.Item(2, "other")],
        });

        DeviceView view = await store.LoadAsync(new DeviceQuery { Entities = [Id("k")], Sendable = 5, Positions = [1, 2, 3], BlockedBy = [Id("k")], AwaitingParent = true });

        Assert.Equal([1, 2, 3], view.Items.Select(item => item.Position));
        Assert.Single(view.Replicas);
    }
}
