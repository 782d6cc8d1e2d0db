using Athens.Sync.Device;
using Xunit;

namespace Athens.Sync.Testing;

public abstract partial class DeviceStoreConformance<TStore>
{
    /// <summary>Replicas are read in ordinal order of their keys: by UTF-16 code units, as <see cref="StringComparer.Ordinal"/> has it.</summary>
    [Fact]
    public async Task ReadReplicas_AnyKeys_GivesOrdinalOrder()
    {
        string[] keys = ["b", "B", "a", "a/b", "ab", "a b", "10", "9", "é", "e\u0301", "Z", "z", "\u4e2d", "\ufffd", "\U0001F525", " ", "_"];
        await using TStore store = await CreateAsync();
        await CommitAsync(store, Put([.. keys.Select(key => DeviceRecords.Replica(key))]));

        Assert.Equal(keys.Order(StringComparer.Ordinal), await KeysAsync(store));
    }

    /// <summary>What is deleted locally, or awaits its parent, is not read unless it is asked for.</summary>
    [Fact]
    public async Task ReadReplicas_NotSeenByTheUser_AreLeftOut()
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, Put(
            DeviceRecords.Replica("deleted") with { Local = null },
            DeviceRecords.Replica("early") with { AwaitsParent = true },
            DeviceRecords.Replica("local") with { Server = null, Version = 0, SyncState = EntitySyncState.Pending },
            DeviceRecords.Replica("seen")));

        Assert.Equal(["local", "seen"], await KeysAsync(store));
        var all = new ReplicaFilter { Type = DeviceRecords.Type, IncludesHidden = true };
        Assert.Equal(["deleted", "early", "local", "seen"], await store.ReadReplicasAsync(all).Select(replica => replica.Key).ToListAsync());
    }

    /// <summary>Types are told apart to the letter.</summary>
    [Fact]
    public async Task ReadReplicas_OtherTypes_AreLeftOut()
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, Put(
            DeviceRecords.Replica("a", "order"), DeviceRecords.Replica("b", "Order"), DeviceRecords.Replica("c", "order2"), DeviceRecords.Replica("d", "order/a"), DeviceRecords.Replica("e", "orde")));

        Assert.Equal(["a"], await KeysAsync(store, "order"));
        Assert.Equal(["b"], await KeysAsync(store, "Order"));
        Assert.Empty(await KeysAsync(store, "photo"));
    }

    /// <summary>The same key under two types is two entities.</summary>
    [Fact]
    public async Task ReadReplicas_SameKeyOfTwoTypes_AreTwoEntities()
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, Put(DeviceRecords.Replica("k", "order"), DeviceRecords.Replica("k", "photo") with { Version = 2 }));

        Assert.Equal(1, Assert.Single(await store.ReadReplicasAsync(new ReplicaFilter { Type = "order" }).ToListAsync()).Version);
        Assert.Equal(2, Assert.Single(await store.ReadReplicasAsync(new ReplicaFilter { Type = "photo" }).ToListAsync()).Version);
    }

    /// <summary>Without a condition the whole outbox is read, in order of position.</summary>
    [Fact]
    public async Task ReadOutbox_WithoutCondition_GivesAllInOrder()
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, Put(DeviceRecords.Item(20), DeviceRecords.Item(3, status: OutboxStatus.Synced) with { IsShown = false }));
        await CommitAsync(store, Put(DeviceRecords.Item(100, status: OutboxStatus.Failed), DeviceRecords.Item(1) with { BlockedBy = "order/k" }));

        Assert.Equal([1, 3, 20, 100], await OutboxAsync(store));
    }

    /// <summary>Each condition of a filter, and all of them together, is kept to the letter.</summary>
    [Theory]
    [InlineData(OutboxStatus.Pending, null, null, "1 2 3 4 5 7")]
    [InlineData(OutboxStatus.Conflict, null, null, "6")]
    [InlineData(OutboxStatus.Failed, null, null, "")]
    [InlineData(null, "order", null, "1 2 3 6 7")]
    [InlineData(null, "Order", null, "4")]
    [InlineData(null, null, "a", "1 4 5 6 7")]
    [InlineData(null, null, "A", "2")]
    [InlineData(null, "order", "a", "1 6 7")]
    [InlineData(OutboxStatus.Pending, "order", "a", "1 7")]
    public async Task ReadOutbox_Filter_GivesWhatItTakes(OutboxStatus? status, string? type, string? key, string positions)
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, Put(
            DeviceRecords.Item(7, "a"), DeviceRecords.Item(1, "a"), DeviceRecords.Item(2, "A"), DeviceRecords.Item(3, "b"),
            DeviceRecords.Item(4, "a", type: "Order"), DeviceRecords.Item(5, "a", type: "photo"), DeviceRecords.Item(6, "a", OutboxStatus.Conflict)));

        IEnumerable<long> read = await OutboxAsync(store, new OutboxFilter { Status = status, Type = type, Key = key });

        Assert.Equal(positions, string.Join(' ', read));
    }

    /// <summary>A reading that has begun sees one state, whatever is committed meanwhile.</summary>
    [Fact]
    public async Task Read_CommitsMeanwhile_SeesOneState()
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, new DeviceCommit { State = DeviceRecords.State(0), PutItems = [DeviceRecords.Item(1), DeviceRecords.Item(2)], PutReplicas = [DeviceRecords.Replica("a"), DeviceRecords.Replica("b")] });
        await using IAsyncEnumerator<OutboxItem> items = store.ReadOutboxAsync(new OutboxFilter()).GetAsyncEnumerator();
        await using IAsyncEnumerator<ReplicaEntity> replicas = store.ReadReplicasAsync(new ReplicaFilter { Type = DeviceRecords.Type }).GetAsyncEnumerator();
        Assert.True(await items.MoveNextAsync());
        Assert.True(await replicas.MoveNextAsync());

        await CommitAsync(store, new DeviceCommit { State = DeviceRecords.State(0), DeleteItems = [2], PutItems = [DeviceRecords.Item(3)], DeleteReplicas = [Id("b")], PutReplicas = [DeviceRecords.Replica("c")] });

        Assert.True(await items.MoveNextAsync());
        Assert.Equal(2, items.Current.Position);
        Assert.False(await items.MoveNextAsync());
        Assert.True(await replicas.MoveNextAsync());
        Assert.Equal("b", replicas.Current.Key);
        Assert.False(await replicas.MoveNextAsync());
    }

    /// <summary>A reading that nobody ends holds nothing up.</summary>
    [Fact]
    public async Task Read_LeftHalfWay_HoldsNothing()
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, Put(DeviceRecords.Item(1), DeviceRecords.Item(2)));

        for (int i = 0; i < 200; i++)
            _ = await store.ReadOutboxAsync(new OutboxFilter()).FirstAsync();

        await CommitAsync(store, Put(DeviceRecords.Item(3)));
        Assert.Equal([1, 2, 3], await OutboxAsync(store));
    }
}
