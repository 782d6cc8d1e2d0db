using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.Server;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Scenarios;

/// <summary>An entity moves to another scope, its children with it: an exit in one feed, an entry in the other.</summary>
public sealed class ScopeMoveTests
{
    private readonly World world = new();
    private readonly Job job = new() { Title = "one", SiteId = "north" };
    private readonly Photo photo = new() { Caption = "front" };

    private WorldDevice DeviceOf(int number, params string[] scopes) =>
        new(world, World.Caller($"user-{number}", scopes), number, new SyncClientOptions { Scopes = scopes });

    private async Task SeedAsync()
    {
        WorldDevice author = DeviceOf(1, "north");
        await author.Jobs.SaveAsync(job);
        photo.JobId = job.Id;
        await author.Photos.SaveAsync(photo);
        await author.SyncAsync();
    }

    /// <summary>The server moves the job. The photo's row is not written: it goes with its parent.</summary>
    private Task<int> MoveAsync(string scope) => world.Store.ExecuteAsync<int>(async (transaction, token) =>
    {
        var id = new EntityId("job", job.Id);
        ServerEntity found = (await transaction.LockAsync([id], token))[id];
        transaction.Stage(found with { Scope = scope, Version = found.Version + 1, State = found.State.With(World.F($$"""{"site_id":"{{scope}}"}""")) });
        return 0;
    });

    private static async Task<string> HeldAsync(WorldDevice device) =>
        $"{await device.Jobs.ListAsync().CountAsync()} {await device.Photos.ListAsync().CountAsync()}";

    [Fact]
    public async Task DeviceOfTheFormerScope_LosesTheJobAndItsPhoto()
    {
        await SeedAsync();
        WorldDevice north = DeviceOf(2, "north");
        await north.SyncAsync();
        Assert.Equal("1 1", await HeldAsync(north));
        await MoveAsync("south");
        await north.SyncAsync();
        Assert.Equal("0 0", await HeldAsync(north));
        WorldDevice south = DeviceOf(3, "south");
        await south.SyncAsync();
        Assert.Equal("1 1", await HeldAsync(south));
    }

    [Theory]
    [InlineData("north", "south")]
    [InlineData("south", "north")]
    public async Task DeviceOfBothScopes_KeepsBoth_InWhicheverOrderItPulls(string first, string second)
    {
        await SeedAsync();
        WorldDevice both = DeviceOf(2, first, second);
        await both.SyncAsync();
        foreach (string scope in new[] { "south", "north", "south", "south", "north" })
        {
            await MoveAsync(scope);
            await both.SyncAsync();
            Assert.Equal("1 1", await HeldAsync(both));
            Assert.Equal(scope, (await both.GetAsync(job.Id)).SiteId);
        }
        await MoveAsync("west");
        await both.SyncAsync();
        Assert.Equal("0 0", await HeldAsync(both));
    }

    [Fact]
    public async Task JobThatComesBack_IsThereAgain()
    {
        await SeedAsync();
        WorldDevice north = DeviceOf(2, "north");
        await north.SyncAsync();
        await MoveAsync("south");
        await north.SyncAsync();
        await MoveAsync("north");
        await north.SyncAsync();
        Assert.Equal("1 1", await HeldAsync(north));
    }

    [Fact]
    public async Task JobThatItsAuthorHasNotPulledYet_LeavesHimToo()
    {
        WorldDevice author = DeviceOf(1, "north");
        await author.Jobs.SaveAsync(job);
        author.Network.Meanwhile = MoveWhenSentAsync;
        await author.SyncAsync();
        Assert.Equal("0 0", await HeldAsync(author));

        async Task MoveWhenSentAsync()
        {
            if (author.Network.Pushes.Count == 0)
                author.Network.Meanwhile = MoveWhenSentAsync;
            else
                await MoveAsync("south");
        }
    }

    [Fact]
    public async Task Exit_IsToldAsOne_AndADeleteIsNot()
    {
        await SeedAsync();
        PullResponse before = await world.Server.PullAsync(new PullRequest { Scope = "north" }, World.Caller("reader"));
        Assert.All(before.Changes, entity => Assert.False(entity.Left));
        await MoveAsync("south");
        PullResponse after = await world.Server.PullAsync(new PullRequest { Scope = "north", Checkpoint = before.Checkpoint }, World.Caller("reader"));
        Assert.Equal([true, true], after.Changes.Select(entity => entity.Left && entity.Deleted));
    }

    [Fact]
    public async Task EditOfAJobThatLeft_IsKeptAndShown()
    {
        await SeedAsync();
        WorldDevice north = DeviceOf(2, "north");
        await north.SyncAsync();
        await north.EditAsync(job.Id, j => j.Title = "mine");
        await MoveAsync("south");
        await north.SyncAsync();
        Assert.Equal("mine", (await north.GetAsync(job.Id)).Title);
        Assert.Equal(EntitySyncState.Failed, await north.Jobs.GetSyncStateAsync(job.Id));
        SyncConflict refused = Assert.Single(await north.Client.Conflicts.ListRejectedAsync().ToListAsync());
        await refused.ResolveAsync(Resolution.Discard);
        Assert.Equal("0 0", await HeldAsync(north));
    }
}
