using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.InMemory;
using Athens.Sync.Server;
using Athens.Sync.Testing;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Transport;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Scenarios;

/// <summary>Ways in which the field goes wrong that belong to no other subject. All of them are listed in docs/failure-modes.md.</summary>
public sealed class FailureModeTests
{
    private readonly World world = new();

    private static async Task<Job> SharedAsync(WorldDevice a, WorldDevice b)
    {
        var job = new Job { Title = "one", Notes = "first", Priority = 1 };
        await a.Jobs.SaveAsync(job);
        await a.SyncAsync();
        await b.SyncAsync();
        return job;
    }

    [Fact]
    public async Task RightsRevokedWhileOffline_KeepTheWork_AndTellNothingOfWhatIsThere()
    {
        WorldDevice a = world.Device();
        WorldDevice b = world.Device("ben");
        Job job = await SharedAsync(a, b);
        await b.EditAsync(job.Id, j => j.Title = "mine");
        var revoked = new SyncClient(world.Model, b.Store, new InProcessTransport(world.Server, World.Caller("ben", "south")), world.Time, new CountingIds(77));
        await revoked.SyncAsync();
        SyncConflict refused = Assert.Single(await revoked.Conflicts.ListRejectedAsync().ToListAsync());
        Assert.Equal(RejectionReason.NotFound, refused.Item.Rejection!.Reason);
        Assert.Equal("mine", (await revoked.Set<Job>().GetAsync(job.Id))!.Title);
        Assert.Equal("one", (await world.ServerStateAsync())[new EntityId("job", job.Id)].Data!["title"].ToString());

        await refused.ResolveAsync(Resolution.KeepMine);
        var restored = new SyncClient(world.Model, b.Store, new InProcessTransport(world.Server, World.Caller("ben")), world.Time, new CountingIds(78));
        Assert.Equal(1, (await restored.SyncAsync()).Applied);
        Assert.Equal("mine", (await world.ServerStateAsync())[new EntityId("job", job.Id)].Data!["title"].ToString());
    }

    [Theory]
    [InlineData(-3650)]
    [InlineData(3650)]
    public async Task ClockTenYearsOff_LosesNothing_AndWinsNoMoreThanFiveMinutes(int days)
    {
        var clock = new WallClock(world.Time) { Ahead = TimeSpan.FromDays(days) };
        WorldDevice other = world.Device();
        var odd = new SyncClient(world.Model, new InMemoryDeviceStore(), new InProcessTransport(world.Server, World.Caller("odd")), clock, new CountingIds(79));
        var job = new Job { Title = "one", Remark = "odd" };
        await odd.Set<Job>().SaveAsync(job);
        Assert.Null((await odd.SyncAsync()).Failure);
        await other.SyncAsync();
        world.Time.Advance(TimeSpan.FromMinutes(6));
        await other.EditAsync(job.Id, j => j.Remark = "right");
        await other.SyncAsync();
        Assert.Null((await odd.SyncAsync()).Failure);
        Assert.Equal("right", (await odd.Set<Job>().GetAsync(job.Id))!.Remark);

        Job mine = (await odd.Set<Job>().GetAsync(job.Id))!;
        mine.Title = "two";
        await odd.Set<Job>().SaveAsync(mine);
        Assert.Null((await odd.SyncAsync()).Failure);
        Assert.Equal("two", (await world.ServerStateAsync())[new EntityId("job", job.Id)].Data!["title"].ToString());
    }

    [Fact]
    public async Task UntouchedFields_AreNeverOverwritten()
    {
        WorldDevice a = world.Device();
        WorldDevice b = world.Device();
        Job job = await SharedAsync(a, b);
        await a.EditAsync(job.Id, j => (j.Notes, j.Priority, j.Remark) = ("second", 9, "r"));
        await a.SyncAsync();
        await b.EditAsync(job.Id, j => j.Title = "two");
        await b.SyncAsync();
        Assert.Equal(["title"], b.Network.Pushes[^1].Changes[0].Data.Keys);
        await a.SyncAsync();
        Job merged = await a.GetAsync(job.Id);
        Assert.Equal(("two", "second", 9, "r"), (merged.Title, merged.Notes, merged.Priority, merged.Remark));
    }

    [Fact]
    public async Task TieInLastWriteWins_EndsAlike_WhicheverArrivesFirst()
    {
        var ends = new List<string?>();
        foreach (bool aFirst in new[] { true, false })
        {
            var fresh = new World();
            WorldDevice a = fresh.Device();
            WorldDevice b = fresh.Device();
            var job = new Job { Title = "one" };
            await a.Jobs.SaveAsync(job);
            await a.SyncAsync();
            await b.SyncAsync();
            await a.EditAsync(job.Id, j => j.Remark = "of a");
            await b.EditAsync(job.Id, j => j.Remark = "of b");
            foreach (WorldDevice device in aFirst ? [a, b, a] : new[] { b, a, b })
                await device.SyncAsync();
            Assert.Equal((await a.GetAsync(job.Id)).Remark, (await b.GetAsync(job.Id)).Remark);
            ends.Add((await a.GetAsync(job.Id)).Remark);
        }
        Assert.Equal(ends[0], ends[1]);
    }

    [Fact]
    public async Task AThousandRowsOfOneInstant_AndWritesBetweenThePages_AllArrive()
    {
        WorldDevice a = world.Device();
        for (int i = 0; i < 1_000; i++)
            await a.Jobs.SaveAsync(new Job { Id = $"job-{i:d4}", Title = "one" });
        await a.SyncAsync();
        WorldDevice reader = world.DeviceWith("ben", new SyncClientOptions { PullPage = 7 });
        int edited = 0;
        reader.Network.Meanwhile = EditAsync;
        await reader.SyncAsync();
        List<Job> held = await reader.Jobs.ListAsync().ToListAsync();
        Assert.Equal(1_000, held.Count);
        Assert.Equal(edited, held.Count(job => job.Title == "two"));
        Assert.True(edited > 100);

        async Task EditAsync()
        {
            await a.EditAsync($"job-{(edited * 37) % 1_000:d4}", j => j.Title = "two");
            await a.SyncAsync();
            if (++edited < 130)
                reader.Network.Meanwhile = EditAsync;
        }
    }

    [Fact]
    public async Task PageThatComesAfterANewerOne_IsNotTaken()
    {
        WorldDevice a = world.Device();
        WorldDevice slow = world.Device("ben");
        Job job = await SharedAsync(a, slow);
        await a.EditAsync(job.Id, j => j.Title = "two");
        await a.SyncAsync();
        var tab = new SyncClient(world.Model, slow.Store, new InProcessTransport(world.Server, World.Caller("ben")), world.Time, new CountingIds(81));
        string? checkpoint = null;
        slow.Network.Meanwhile = async () =>
        {
            await a.EditAsync(job.Id, j => j.Title = "three");
            await a.SyncAsync();
            Assert.Null((await tab.SyncAsync()).Failure);
            checkpoint = await CheckpointAsync();
        };
        await slow.SyncAsync();
        Assert.NotNull(checkpoint);
        Assert.Equal("three", (await slow.GetAsync(job.Id)).Title);
        Assert.Equal(checkpoint, await CheckpointAsync());

        async Task<string> CheckpointAsync() => (await slow.Store.LoadAsync(new DeviceQuery())).State.Checkpoints["/default"];
    }

    /// <summary>Each time the process stops one step later: what it had queued is taken in once, and what others wrote is here whole.</summary>
    [Fact]
    public async Task ProcessThatStopsAnywhereInACycle_GoesOnFromThere()
    {
        bool wasReached = true;
        int place = 0;
        for (; wasReached; place++)
        {
            var fresh = new World();
            WorldDevice other = fresh.Device("ben");
            WorldDevice device = fresh.DeviceWith("ann");
            for (int i = 0; i < 5; i++)
            {
                await other.Jobs.SaveAsync(new Job { Id = $"theirs-{i}", Title = "one", Counter = 1 });
                await device.Jobs.SaveAsync(new Job { Id = $"job-{i}", Title = "one", Counter = 1 });
            }
            await other.SyncAsync();
            var awaits = new Awaits(place, () => throw new InvalidOperationException("The process stops."));
            var doomed = new SyncClient(fresh.Model, awaits.Store(device.Store), awaits.Transport(device.Network), fresh.Time, new CountingIds(80), new SyncClientOptions { PushBatch = 2, PullPage = 2 });
            await Record.ExceptionAsync(() => doomed.SyncAsync());
            wasReached = awaits.WasReached;

            WorldDevice restarted = fresh.DeviceWith("ann", store: device.Store);
            await restarted.SyncAsync();
            IReadOnlyDictionary<EntityId, PulledEntity> held = await fresh.ServerStateAsync();
            Assert.Equal(10, held.Count);
            Assert.All(held.Values, entity => Assert.Equal((1L, "1"), (entity.Version, entity.Data!["counter"].ToString())));
            Assert.Equal(held.Keys.Select(id => id.Key).Order(), (await restarted.Jobs.ListAsync().ToListAsync()).Select(job => job.Id).Order());
            Assert.Equal(0, (await restarted.Client.GetStatusAsync()).Changes.Waiting);
        }
        Assert.True(place > 20, $"Only {place} places were found.");
    }

    [Fact]
    public async Task PendingValue_IsShownUntilItsVerdict_AndAConflictingOneUntilSomebodyDecides()
    {
        WorldDevice a = world.Device();
        WorldDevice b = world.Device();
        Job job = await SharedAsync(a, b);
        await b.EditAsync(job.Id, j => j.Title = "mine");
        b.Network.Judge = _ => TransportFault.Status(503);
        foreach (string theirs in new[] { "two", "three" })
        {
            await a.EditAsync(job.Id, j => (j.Title, j.Notes) = (theirs, theirs));
            await a.SyncAsync();
            await b.Client.SyncAsync();
            Assert.Equal(("mine", theirs), ((await b.GetAsync(job.Id)).Title, (await b.GetAsync(job.Id)).Notes));
        }
        b.Network.Judge = null;
        Assert.Equal(1, (await b.SyncAsync()).Conflicts);
        Assert.Equal("mine", (await b.GetAsync(job.Id)).Title);
        await Assert.Single(await b.ConflictsAsync()).ResolveAsync(Resolution.UseServer);
        Assert.Equal("three", (await b.GetAsync(job.Id)).Title);
    }

    /// <summary>One device deletes the job, the other one edits it, both offline. Who comes second has a conflict, and his decision is everybody's.</summary>
    [Theory]
    [InlineData(true, ResolutionKind.KeepMine, "edited")]
    [InlineData(true, ResolutionKind.UseServer, null)]
    [InlineData(true, ResolutionKind.Discard, null)]
    [InlineData(false, ResolutionKind.KeepMine, null)]
    [InlineData(false, ResolutionKind.UseServer, "edited")]
    [InlineData(false, ResolutionKind.Discard, "edited")]
    public async Task DeleteAgainstAnOfflineEdit_InEitherOrder_EndsAsTheSecondDecides(bool deleteFirst, ResolutionKind decision, string? title)
    {
        WorldDevice deleting = world.Device();
        WorldDevice editing = world.Device();
        Job job = await SharedAsync(deleting, editing);
        await deleting.Jobs.DeleteAsync(job.Id);
        await editing.EditAsync(job.Id, j => j.Title = "edited");
        (WorldDevice first, WorldDevice second) = deleteFirst ? (deleting, editing) : (editing, deleting);
        Assert.Equal(0, (await first.SyncAsync()).Conflicts);
        Assert.Equal(1, (await second.SyncAsync()).Conflicts);
        await Assert.Single(await second.ConflictsAsync()).ResolveAsync(decision switch
        {
            ResolutionKind.KeepMine => Resolution.KeepMine,
            ResolutionKind.UseServer => Resolution.UseServer,
            _ => Resolution.Discard,
        });
        await second.SyncAsync();
        await first.SyncAsync();
        Assert.Equal(title, (await world.ServerStateAsync()).Values.SingleOrDefault()?.Data!["title"].ToString());
        Assert.All([await first.Jobs.GetAsync(job.Id), await second.Jobs.GetAsync(job.Id)], shown => Assert.Equal(title, shown?.Title));
        Assert.Equal((0, 0), ((await second.Client.GetStatusAsync()).Changes.Waiting, (await second.Client.GetStatusAsync()).Changes.Conflict));
    }

    [Fact]
    public async Task Delete_OfWhatAnotherDeletedToo_IsNoConflict()
    {
        WorldDevice a = world.Device();
        WorldDevice b = world.Device();
        Job job = await SharedAsync(a, b);
        await a.Jobs.DeleteAsync(job.Id);
        await b.Jobs.DeleteAsync(job.Id);
        Assert.Equal((0, 0), ((await a.SyncAsync()).Conflicts, (await b.SyncAsync()).Conflicts));
        Assert.Empty(await world.ServerStateAsync());
        Assert.Equal(0, (await b.Client.GetStatusAsync()).Changes.Waiting);
    }
}
