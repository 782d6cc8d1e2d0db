using System.Globalization;
using Athens.Sync.Modeling;
using Athens.Sync.Server;
using Athens.Sync.Testing.ServerStores;
using Athens.Sync.Wire;
using Xunit;

namespace Athens.Sync.Testing;

public abstract partial class ServerStoreConformance<TStore>
{
    /// <summary>Keys taken in one unit, in two steps, are different ones, and positive.</summary>
    [Fact]
    public async Task Keys_TakenTwiceInOneUnit_AreDifferent()
    {
        (IReadOnlyList<string> first, IReadOnlyList<string> second) = await Store.ExecuteAsync(async (transaction, token) =>
            (await transaction.TakeKeysAsync(Orders, 3, token), await transaction.TakeKeysAsync(Orders, 2, token)));

        Assert.Equal((3, 2), (first.Count, second.Count));
        Assert.Equal(5, first.Concat(second).Distinct().Count());
        Assert.All(first.Concat(second), key => Assert.True(int.Parse(key, CultureInfo.InvariantCulture) > 0));
    }

    /// <summary>A key that was used is not taken again, be its entity still there or deleted.</summary>
    [Fact]
    public async Task Keys_OfEntitiesThatAreOrWereThere_AreNotTakenAgain()
    {
        ServerEntity order = NewOrder(await TakeKeyAsync());
        await WriteAsync(order);
        string second = await TakeKeyAsync();
        await WriteAsync(Delete(order));
        ServerEntity last = NewOrder(second);
        await WriteAsync(last);
        await WriteAsync(Delete(last));

        string third = await TakeKeyAsync();

        Assert.Equal(3, new HashSet<string> { order.Id.Key, second, third }.Count);
    }

    /// <summary>Units that run at once never take the same key.</summary>
    [Fact]
    public async Task Keys_TakenInParallel_AreDifferent()
    {
        string[] keys = await Task.WhenAll(Enumerable.Range(0, Parallelism).Select(_ => Task.Run(async () =>
        {
            string key = await TakeKeyAsync();
            await WriteAsync(NewOrder(key));
            return key;
        })));

        Assert.Equal(Parallelism, keys.Distinct().Count());
        Assert.Equal(keys.Order(), (await PageAsync()).Entries.Select(e => e.Entity.Id.Key).Order());
    }

    /// <summary>An entity under a taken key is read back under it.</summary>
    [Fact]
    public async Task Entity_UnderATakenKey_IsReadBack()
    {
        ServerEntity order = NewOrder(await TakeKeyAsync());
        await WriteAsync(order);

        AssertSame(order, (await ReadAsync(order.Id))[order.Id]);
    }

    /// <summary>A push makes an entity and goes on with it by its temporary key; sent again, it has the same key, and there is one.</summary>
    [Fact]
    public async Task Push_ThatNamesATemporaryKey_IsTakenInUnderOneRealKey()
    {
        var server = new SyncServer(Model, Store, TimeProvider.System, SyncIds.System(TimeProvider.System));
        var caller = new SyncCaller { User = "ann", Scopes = ["north"] };
        var request = new PushRequest
        {
            DeviceId = "d",
            Changes =
            [
                new Change { Entity = "order", Op = ChangeOp.Create, OfflineId = "a", ServerId = "-1", Data = FieldValues.Parse("""{"text":"Bolts"}""") },
                new Change { Entity = "order", Op = ChangeOp.Update, OfflineId = "b", ServerId = "-1", ClientVersion = 0, Data = FieldValues.Parse("""{"text":"Nuts"}"""), Base = FieldValues.Parse("""{"text":"Bolts"}""") },
            ],
        };

        PushResponse first = await server.PushAsync(request, caller);
        PushResponse again = await server.PushAsync(request, caller);

        string key = first.Applied[0].ServerId;
        Assert.Equal([key, key, key, key], first.Applied.Concat(again.Applied).Select(a => a.ServerId));
        Assert.Equal([1, 2, 1, 2], first.Applied.Concat(again.Applied).Select(a => a.NewVersion));
        FeedEntry only = Assert.Single((await PageAsync()).Entries);
        Assert.Equal((key, "Nuts"), (only.Entity.Id.Key, only.Entity.State["text"].GetString()));
    }

    private EntityModel Orders => Model.Entity("order");

    private Task<string> TakeKeyAsync() => Store.ExecuteAsync(async (transaction, token) => (await transaction.TakeKeysAsync(Orders, 1, token))[0]);

    private ServerEntity NewOrder(string key, string scope = "north") => new()
    {
        Id = new EntityId("order", key),
        Scope = scope,
        Version = 1,
        State = Orders.ReadState(new Order { Project = scope, Text = "Bolts" }),
    };
}
