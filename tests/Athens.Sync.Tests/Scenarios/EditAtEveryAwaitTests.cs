using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.InMemory;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Scenarios;

/// <summary>
/// A cycle sends an edit and brings another device's. At one of its awaits, each in its turn, the user edits the same entity once
/// more, through another engine over the same store, as a second tab would. Whichever it is, both edits arrive, nothing conflicts,
/// and what was on its way when the user edited is what the server gets.
/// </summary>
public sealed class EditAtEveryAwaitTests
{
    private const int AwaitsAtMost = 500;

    [Theory]
    [InlineData(false, 100)]
    [InlineData(true, 100)]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    public async Task Edit_AtAnyAwaitOfACycle_ArrivesWithTheOneThatWasOnItsWay(bool isAnswerLost, int pushBatch)
    {
        int place = 0;
        while (await RunAsync(place, isAnswerLost, pushBatch))
            place++;
        Assert.InRange(place, 20, AwaitsAtMost);
    }

    /// <returns>False when the cycle has fewer awaits than that.</returns>
    private static async Task<bool> RunAsync(int place, bool isAnswerLost, int pushBatch)
    {
        var world = new World();
        WorldDevice tab = world.Device();
        WorldDevice other = world.Device();
        var job = new Job { Title = "base", Notes = "base" };
        await tab.Jobs.SaveAsync(job);
        await tab.SyncAsync();
        await other.SyncAsync();
        await other.EditAsync(job.Id, j => j.Notes = "theirs");
        await other.SyncAsync();
        await tab.EditAsync(job.Id, j => j.Title = "first");
        await tab.Photos.SaveAsync(new Photo { JobId = job.Id, Caption = "with it" });

        var awaits = new Awaits(place, () => tab.EditAsync(job.Id, j => (j.Title, j.Priority) = ($"second, at {place}", 7))) { AnswersToLose = isAnswerLost ? 1 : 0 };
        var client = new SyncClient(
            world.Model,
            awaits.Store(tab.Store),
            awaits.Transport(new InProcessTransport(world.Server, World.Caller("user-1"))),
            world.Time,
            new CountingIds(0xdef),
            new SyncClientOptions { PushBatch = pushBatch });
        await client.SyncAsync();
        bool wasReached = awaits.WasReached;
        await AssertArrivedAsync(world, tab, other, job.Id, wasReached ? $"second, at {place}" : "first");
        return wasReached;
    }

    private static async Task AssertArrivedAsync(World world, WorldDevice tab, WorldDevice other, string id, string title)
    {
        foreach (WorldDevice device in new[] { tab, other, tab })
            await device.SyncAsync();
        Assert.Equal(0, (await tab.Client.GetStatusAsync()).Changes is var c ? c.Waiting + c.Conflict + c.Failed : -1);
        IReadOnlyDictionary<EntityId, PulledEntity> server = await world.ServerStateAsync();
        FieldValues state = server[new EntityId("job", id)].Data!;
        Assert.Equal((title, "theirs"), (state["title"].GetString(), state["notes"].GetString()));
        foreach (WorldDevice device in new[] { tab, other })
        {
            Job seen = await device.GetAsync(id);
            Assert.Equal((title, "theirs", title == "first" ? 0 : 7), (seen.Title, seen.Notes, seen.Priority));
            Assert.Single(await device.Photos.ListAsync().ToListAsync());
        }
        List<OutboxItem> items = await tab.Client.ReadOutboxAsync().ToListAsync();
        Assert.Equal(items.Count, items.Select(i => i.Change.OfflineId).Distinct().Count());
    }
}
