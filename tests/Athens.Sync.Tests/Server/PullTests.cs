using Athens.Sync.Feed;
using Athens.Sync.Server;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Server;

/// <summary>What a page of a pull holds, and which checkpoints it continues from.</summary>
public sealed class PullTests
{
    private const int PageEntitiesMax = 3;
    private static readonly SyncCaller Reader = World.Caller("r", "north", "south");
    private readonly World world = new();

    private SyncServer ServerOf(SyncLimits limits) => new(world.Model, world.Store, world.Time, new CountingIds(1), new SyncServerOptions { Limits = limits });

    private async Task SeedAsync(int jobs, string title = "t")
    {
        for (int i = 0; i < jobs; i++)
            await world.PushAsync(World.Caller("w"), Look.Change($$"""{"title":"{{title}}"}""", op: ChangeOp.Create, id: new EntityId("job", $"j{i}")) with { OfflineId = $"o{i}" });
    }

    [Theory]
    [InlineData(null, 3)]
    [InlineData(2, 2)]
    [InlineData(9, 3)]
    public async Task Page_HoldsWhatWasAskedFor_UpToTheLimit(int? asked, int given)
    {
        await SeedAsync(4);
        PullResponse page = await ServerOf(new SyncLimits { PageEntitiesMax = PageEntitiesMax }).PullAsync(new PullRequest { Limit = asked }, Reader);
        Assert.Equal((given, true), (page.Changes.Count, page.HasMore));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task Page_OfNothing_IsRefused(int limit) =>
        await Assert.ThrowsAsync<WireException>(() => world.Server.PullAsync(new PullRequest { Limit = limit }, Reader));

    /// <summary>A page ends with the entity that reaches the bytes, and holds one at least; what is left comes with the next.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(500, 1)]
    [InlineData(1100, 2)]
    [InlineData(100_000, 4)]
    public async Task Page_EndsWhereItsBytesAreReached_AndTheNextGoesOnFromThere(int bytes, int given)
    {
        await SeedAsync(4, new string('t', 800));
        SyncServer server = ServerOf(new SyncLimits { PageBytesMax = bytes });
        var keys = new List<string>();
        PullResponse page = await server.PullAsync(new PullRequest(), Reader);
        Assert.Equal((given, given < 4), (page.Changes.Count, page.HasMore));
        for (keys.AddRange(page.Changes.Select(c => c.ServerId)); page.HasMore; keys.AddRange(page.Changes.Select(c => c.ServerId)))
            page = await server.PullAsync(new PullRequest { Checkpoint = page.Checkpoint }, Reader);
        Assert.Equal(["j0", "j1", "j2", "j3"], keys);
    }

    [Fact]
    public async Task Checkpoint_GoesOnFromWhereItWasGiven()
    {
        await SeedAsync(2);
        string checkpoint = (await world.Server.PullAsync(new PullRequest(), Reader)).Checkpoint;
        Assert.Empty((await world.Server.PullAsync(new PullRequest { Checkpoint = checkpoint }, Reader)).Changes);
    }

    public static TheoryData<string> Strays => ["epoch", "scope", "lane", "fingerprint", "ahead"];

    [Theory]
    [MemberData(nameof(Strays))]
    public async Task Checkpoint_OfSomethingElse_IsToBeginAnew(string what)
    {
        await SeedAsync(1);
        Checkpoint checkpoint = Checkpoint.Parse((await world.Server.PullAsync(new PullRequest(), Reader)).Checkpoint);
        Checkpoint stray = what switch
        {
            "epoch" => checkpoint with { Epoch = "lost" },
            "scope" => checkpoint with { Scope = "south" },
            "lane" => checkpoint with { Lane = "critical" },
            "fingerprint" => checkpoint with { Fingerprint = "older" },
            _ => checkpoint with { Sequence = 2 },
        };
        await Assert.ThrowsAsync<ResyncRequiredException>(() => world.Server.PullAsync(new PullRequest { Checkpoint = stray.ToToken() }, Reader));
    }

    [Fact]
    public async Task Checkpoint_OfOtherRights_IsToBeginAnew()
    {
        await SeedAsync(1);
        string checkpoint = (await world.Server.PullAsync(new PullRequest(), Reader)).Checkpoint;
        await Assert.ThrowsAsync<ResyncRequiredException>(() => world.Server.PullAsync(new PullRequest { Checkpoint = checkpoint }, Reader with { Rights = "fewer" }));
    }

    [Fact]
    public async Task Tombstone_IsToldToWhoHadTheEntity_AndNotToWhoBegins()
    {
        await SeedAsync(1);
        string checkpoint = (await world.Server.PullAsync(new PullRequest(), Reader)).Checkpoint;
        await world.PushAsync(World.Caller("w"), Look.Change("{}", version: 1, op: ChangeOp.Delete, id: new EntityId("job", "j0")) with { OfflineId = "delete" });
        PulledEntity told = Assert.Single((await world.Server.PullAsync(new PullRequest { Checkpoint = checkpoint }, Reader)).Changes);
        Assert.Equal((true, false, 2L), (told.Deleted, told.Left, told.Version));
        Assert.Null(told.Data);
        Assert.Empty((await world.Server.PullAsync(new PullRequest(), Reader)).Changes);
    }

    /// <summary>Who is in the middle of the first pages is told of no tombstone from before they began, and so misses none of those that are collected.</summary>
    [Fact]
    public async Task TombstonesCollected_FromBeforeAFirstPull_DoNotEndIt()
    {
        await SeedAsync(3);
        await DeleteAsync("j0");
        PullResponse first = await world.Server.PullAsync(new PullRequest { Limit = 1 }, Reader);
        Assert.Equal(1, await world.Store.CollectTombstonesAsync(DateTimeOffset.MaxValue));

        PullResponse rest = await world.Server.PullAsync(new PullRequest { Checkpoint = first.Checkpoint }, Reader);

        Assert.Equal(["j1", "j2"], first.Changes.Concat(rest.Changes).Select(change => change.ServerId));
    }

    [Fact]
    public async Task TombstonesCollected_ThatACheckpointHasNotReached_HaveItBeginAnew()
    {
        await SeedAsync(3);
        PullResponse read = await world.Server.PullAsync(new PullRequest(), Reader);
        PullResponse reading = await world.Server.PullAsync(new PullRequest { Limit = 1 }, Reader);
        await DeleteAsync("j0");
        await world.Store.CollectTombstonesAsync(DateTimeOffset.MaxValue);

        foreach (PullResponse page in new[] { read, reading })
            await Assert.ThrowsAsync<ResyncRequiredException>(() => world.Server.PullAsync(new PullRequest { Checkpoint = page.Checkpoint }, Reader));
    }

    private async Task DeleteAsync(string key) =>
        await world.PushAsync(World.Caller("w"), Look.Change("{}", version: 1, op: ChangeOp.Delete, id: new EntityId("job", key)) with { OfflineId = $"delete {key}" });
}
