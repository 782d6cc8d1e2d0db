using Athens.Sync.Device;
using Athens.Sync.InMemory;
using Athens.Sync.Server;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device.Own;

/// <summary>What an app saves is sent in the name of the user who was signed in when it was saved, or not at all.</summary>
public sealed class UserTests : IDisposable
{
    private static readonly SyncUser Ann = new() { User = "ann" };
    private static readonly SyncUser Ben = new() { User = "ben", Tenant = "acme" };

    private readonly TemporaryFolder folder = new();
    private readonly InMemoryServerStore database = new(JobModel.Instance, new CountingIds(0xffff));
    private int devices;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Save_WhileAnotherUserIsSignedIn_IsRefusedByName_AndNeitherWrittenNorSent(bool inTransaction)
    {
        await using (Device ann = await SignInAsync(Ann))
            await ann.AddAsync(new Job { Title = "ann's" });

        await using (Device ben = await SignInAsync(Ben))
        {
            StoreException refused = await Assert.ThrowsAsync<StoreException>(() => AddAsync(ben, inTransaction));
            Assert.Equal(StoreFailure.OtherUser, refused.Failure);
            Assert.Contains("user 'ann'", refused.Message, StringComparison.Ordinal);
            Assert.Contains("user 'ben' of 'acme'", refused.Message, StringComparison.Ordinal);
            Assert.Equal(StoreFailure.OtherUser, (await Assert.ThrowsAsync<StoreException>(() => ben.Client.SyncAsync())).Failure);
            Assert.Empty(ben.Network.Pushes);
        }

        await using Device again = await SignInAsync(Ann);
        Assert.Equal(1, (await again.SyncAsync()).Applied);
        Assert.Equal(["ann's"], await again.OnAsync(context => context.Jobs.Select(j => j.Title).ToListAsync()));
    }

    [Fact]
    public async Task Save_BeforeTheEngineHasRun_MakesTheOutboxTheUsers()
    {
        await using Device ann = await SignInAsync(Ann);
        await ann.AddAsync(new Job { Title = "ann's" });

        Assert.Equal(Ann, (await ann.Store.LoadAsync(new DeviceQuery())).State.Owner);
    }

    [Fact]
    public async Task Save_WithNobodySignedIn_GoesIntoNobodysOutbox()
    {
        await using Device nobody = await SignInAsync(null);
        await nobody.AddAsync(new Job { Title = "before the sign-in" });
        Assert.Null((await nobody.Store.LoadAsync(new DeviceQuery())).State.Owner);
        await using Device ann = await SignInAsync(Ann);
        await ann.AddAsync(new Job { Title = "ann's" });

        StoreException refused = await Assert.ThrowsAsync<StoreException>(() => AddAsync(nobody, false));

        Assert.Equal(StoreFailure.OtherUser, refused.Failure);
        Assert.Contains("no user", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await ann.SyncAsync()).Applied);
    }

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    private static Task AddAsync(Device device, bool inTransaction) => device.OnAsync(async context =>
    {
        await using var transaction = inTransaction ? await context.Database.BeginTransactionAsync() : null;
        context.Add(new Job { Title = "not ann's" });
        try
        {
            await context.SaveChangesAsync();
        }
        finally
        {
            // The app's own transaction may well be committed with the rest of what it did.
            if (transaction is not null)
                await transaction.CommitAsync();
        }
    });

    private Task<Device> SignInAsync(SyncUser? user)
    {
        var caller = new SyncCaller { User = user?.User ?? "nobody", Tenant = user?.Tenant ?? "", Scopes = ["north"] };
        var server = new SyncServer(JobModel.Instance, database, TimeProvider.System, new CountingIds(0xfffe));
        return new Device(() => server, caller, TimeProvider.System, ++devices, folder["app.db"], user: user).CreateAsync();
    }
}
