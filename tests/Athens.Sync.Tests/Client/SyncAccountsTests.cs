using Athens.Sync.Device;
using Athens.Sync.InMemory;
using Athens.Sync.Testing;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Client;

public sealed class SyncAccountsTests : IAsyncDisposable
{
    private static readonly SyncUser Ann = new() { User = "ann" };
    private static readonly SyncUser Ben = new() { User = "ben" };

    private readonly World world = new();
    private readonly InMemoryDeviceStores stores = new();
    private readonly Dictionary<string, FaultyTransport> networks = [];
    private readonly SyncAccounts accounts;

    public SyncAccountsTests() => accounts = new SyncAccounts(world.Model, stores, TransportOf, world.Time, new CountingIds(1));

    [Fact]
    public async Task UnsentWork_OfAnEarlierUser_IsKeptAndSentByNobodyElse()
    {
        SyncClient ann = await accounts.OpenAsync(Ann);
        networks["ann"].IsDown = true;
        await ann.Set<Job>().SaveAsync(new Job { Title = "ann's" });
        await ann.SyncAsync();
        await accounts.CloseAsync(Ann);

        SyncClient ben = await accounts.OpenAsync(Ben);
        await ben.SyncAsync();

        Assert.Empty(await ben.Set<Job>().ListAsync().ToListAsync());
        Assert.Empty(networks["ben"].Pushes);
        UnsentWork unsent = Assert.Single(await accounts.FindUnsentAsync());
        Assert.Equal((Ann, 1), (unsent.User, unsent.Count));

        SyncClient again = await accounts.OpenAsync(Ann);
        networks["ann"].IsDown = false;
        await again.SyncAsync();
        Assert.Equal("ann's", Assert.Single(await again.Set<Job>().ListAsync().ToListAsync()).Title);
        Assert.Empty(await accounts.FindUnsentAsync());
        Assert.Single((await world.ServerStateAsync()).Keys);
    }

    [Fact]
    public async Task UsersOfTwoTenants_WithOneName_HaveTwoStores()
    {
        SyncClient here = await accounts.OpenAsync(Ann);
        SyncClient there = await accounts.OpenAsync(Ann with { Tenant = "acme" });
        await here.Set<Job>().SaveAsync(new Job { Title = "here" });

        Assert.NotSame(here, there);
        Assert.Empty(await there.Set<Job>().ListAsync().ToListAsync());
        Assert.NotEqual(new SyncUser { User = "a", Tenant = "b" }.StoreName, new SyncUser { User = "b", Tenant = "a" }.StoreName);
    }

    [Fact]
    public async Task OpenAsync_OfAUserWhoIsSignedIn_GivesTheSameEngine() =>
        Assert.Same(await accounts.OpenAsync(Ann), await accounts.OpenAsync(Ann));

    [Fact]
    public async Task DeleteStore_WithUnsentWork_IsRefusedUnlessItIsSaidToBeLost()
    {
        SyncClient ann = await accounts.OpenAsync(Ann);
        await ann.Set<Job>().SaveAsync(new Job { Title = "ann's" });
        await Assert.ThrowsAsync<InvalidOperationException>(() => accounts.DeleteStoreAsync(Ann, losesUnsentWork: true));
        await accounts.CloseAsync(Ann);

        UnsentWorkException refused = await Assert.ThrowsAsync<UnsentWorkException>(() => accounts.DeleteStoreAsync(Ann));
        Assert.Equal(1, refused.Count);
        Assert.Single(await (await accounts.OpenAsync(Ann)).Set<Job>().ListAsync().ToListAsync());
        await accounts.CloseAsync(Ann);

        await accounts.DeleteStoreAsync(Ann, losesUnsentWork: true);
        Assert.Empty(await stores.ListAsync());
        Assert.Empty(await (await accounts.OpenAsync(Ann)).Set<Job>().ListAsync().ToListAsync());
    }

    [Fact]
    public async Task DeleteStore_OfAllThatWasSent_DeletesIt()
    {
        SyncClient ann = await accounts.OpenAsync(Ann);
        await ann.Set<Job>().SaveAsync(new Job { Title = "ann's" });
        await ann.SyncAsync();
        await accounts.CloseAsync(Ann);

        await accounts.DeleteStoreAsync(Ann);

        Assert.Empty(await stores.ListAsync());
    }

    [Fact]
    public async Task Store_OfAnotherUser_IsNeitherReadNorWrittenNorSent()
    {
        var store = new InMemoryDeviceStore();
        await using (SyncClient ann = ClientOf(store, Ann))
            await ann.Set<Job>().SaveAsync(new Job { Title = "ann's" });
        InMemoryDeviceStore reopened = store.Reopen();
        await using SyncClient ben = ClientOf(reopened, Ben);

        foreach (Func<Task> call in new Func<Task>[]
        {
            () => ben.SyncAsync(),
            () => ben.GetStatusAsync(),
            () => ben.Set<Job>().SaveAsync(new Job()),
            async () => await ben.Set<Job>().ListAsync().ToListAsync(),
            async () => await ben.ReadOutboxAsync().ToListAsync(),
        })
        {
            StoreException refused = await Assert.ThrowsAsync<StoreException>(call);
            Assert.Equal(StoreFailure.OtherUser, refused.Failure);
            Assert.DoesNotContain("ann", refused.Message, StringComparison.Ordinal);
        }
        Assert.Empty(networks["ben"].Pushes);
        Assert.Equal(Ann, (await reopened.LoadAsync(new DeviceQuery())).State.Owner);
    }

    public ValueTask DisposeAsync() => accounts.DisposeAsync();

    private SyncClient ClientOf(IDeviceStore store, SyncUser user) =>
        new(world.Model, store, TransportOf(user), world.Time, new CountingIds(2), new Athens.Sync.Client.SyncClientOptions { User = user });

    private FaultyTransport TransportOf(SyncUser user) =>
        networks[user.User] = new FaultyTransport(new InProcessTransport(world.Server, World.Caller(user.User)));
}
