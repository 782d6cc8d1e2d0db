using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.InMemory;
using Athens.Sync.Server;
using Athens.Sync.Testing;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Scenarios;

/// <summary>A server that was put back to a backup: what a device must notice, offer again, and no longer believe.</summary>
public sealed class ServerRestoreTests
{
    private readonly World world = new();

    /// <summary>A device with nothing else to send learns of it by pulling; what the server lost must not wait for another cycle.</summary>
    [Fact]
    public async Task PullThatMeetsANewHistory_HasWhatTheServerLostOfferedInTheSameCycle()
    {
        WorldDevice device = world.Device("ann");
        await device.SyncAsync();
        InMemoryServerStore backup = BackUp();
        await device.Jobs.SaveAsync(new Job { Title = "lost by the server" });
        await device.SyncAsync();
        SyncServer restored = Restore(backup);

        SyncReport report = await world.DeviceOn(restored, "ann", device.Store).SyncAsync();

        Assert.True(report.Refreshed);
        Assert.Equal("lost by the server", (await ReaderOf(restored)).Single().Title);
    }

    /// <summary>A server cannot tell a device that begins a feed that its other feeds are of a history which is no more.</summary>
    [Fact]
    public async Task FirstPageOfAFeed_OfANewHistory_HasWhatTheServerLostOfferedAgain()
    {
        var store = new InMemoryDeviceStore();
        var options = new SyncClientOptions { Scopes = ["north", "south"] };
        var device = new WorldDevice(world, World.Caller("ann", "north"), 1, options, store);
        await device.Client.SyncAsync();
        InMemoryServerStore backup = BackUp();
        await device.Jobs.SaveAsync(new Job { SiteId = "north", Title = "lost by the server" });
        Assert.IsType<ScopeNotFoundException>((await device.Client.SyncAsync()).Failure);
        SyncServer restored = Restore(backup);
        Assert.Equal(1, (await device.Client.ReadStateAsync(default)).Counts.Synced);

        await new WorldDevice(world, World.Caller("ann", "north", "south"), 2, options, store, restored).SyncAsync();

        Assert.Equal("lost by the server", (await ReaderOf(restored)).Single().Title);
    }

    /// <summary>A push that names no history would be taken in by any, and acknowledge there what it has lost.</summary>
    [Fact]
    public async Task DeviceThatHasSeenNothingOfTheNewHistory_SendsNothingToIt()
    {
        var north = new SyncClientOptions { Scopes = ["north"] };
        WorldDevice device = world.DeviceWith("ann", north);
        await device.SyncAsync();
        InMemoryServerStore backup = BackUp();
        await device.Jobs.SaveAsync(new Job { Title = "lost by the server" });
        await device.SyncAsync();
        await device.Jobs.SaveAsync(new Job { Title = "waits" });
        SyncServer restored = Restore(backup);
        var shutOut = new WorldDevice(world, World.Caller("ann", "elsewhere"), 7, north, device.Store, restored);
        await shutOut.Client.SyncAsync();

        Assert.IsType<ScopeNotFoundException>((await shutOut.Client.SyncAsync()).Failure);
        Assert.All(shutOut.Network.Pushes, push => Assert.NotNull(push.Epoch));

        await new WorldDevice(world, World.Caller("ann"), 8, north, device.Store, restored).SyncAsync();
        Assert.Equal(["lost by the server", "waits"], (await ReaderOf(restored)).Select(job => job.Title).Order());
    }

    /// <summary>Under a key and version that the fresh pull has not come to, the new history may have something else than the lost one had.</summary>
    [Fact]
    public async Task FreshPullThatWasCutShort_LeavesNothingOfTheLostHistoryUnderAKeyThatIsGivenAnew()
    {
        WorldDevice other = world.Device("ben");
        await other.Jobs.SaveAsync(new Job { Title = "first" });
        await other.Jobs.SaveAsync(new Job { Title = "second" });
        await other.SyncAsync();
        InMemoryServerStore backup = BackUp();
        await other.Tickets.SaveAsync(new Ticket { Title = "lost by the server", Tags = ["lost"] });
        await other.SyncAsync();
        var store = new InMemoryDeviceStore();
        await world.DeviceWith("ann", store: store).SyncAsync();
        SyncServer restored = Restore(backup);
        var device = new WorldDevice(world, World.Caller("ann"), 7, new SyncClientOptions { PullPage = 1 }, store, restored);
        var ticket = new Ticket { Title = "mine" };
        await device.Tickets.SaveAsync(ticket);
        ticket.Title = "mine, worse";
        await device.Tickets.SaveAsync(ticket);
        device.Network.NextPull(null, null, TransportFault.RequestLost, TransportFault.RequestLost);
        Assert.NotNull((await device.Client.SyncAsync()).Failure);
        Assert.True((await store.LoadAsync(new DeviceQuery())).State.IsRefreshing);

        await device.SyncAsync();

        Ticket made = (await device.Tickets.ListAsync().ToListAsync()).Single();
        Assert.Equal((1, "mine, worse", 0), (made.Id, made.Title, made.Tags.Count));
    }

    /// <summary>The pull is whole and told nothing of it; until the server is asked again, the edit has nothing else to stand on.</summary>
    [Fact]
    public async Task EditOfWhatTheServerLost_StandsOnWhatWasSent_UntilThatIsOfferedAgain()
    {
        (WorldDevice before, Job job, InMemoryServerStore backup) = await TakenInAndNeverPulledAsync();
        await before.EditAsync(job.Id, j => j.Title = "edited");
        SyncServer restored = Restore(backup);
        WorldDevice device = world.DeviceOn(restored, "ann", before.Store);

        device.Network.NextPush(null, TransportFault.RequestLost);
        Assert.NotNull((await device.Client.SyncAsync()).Failure);
        Assert.True((await device.Client.ReadStateAsync(default)).OffersAgain);

        Job shown = (await device.Jobs.GetAsync(job.Id))!;
        Assert.Equal(("edited", "lost too"), (shown.Title, shown.Notes));
        await device.SyncAsync();
        Job kept = (await ReaderOf(restored)).Single();
        Assert.Equal(("edited", "lost too"), (kept.Title, kept.Notes));
    }

    /// <summary>Nobody offers what made the entity; what its user wrote to it is still more than half an entity (day 203,215).</summary>
    [Fact]
    public async Task EditThatIsOfferedAgain_OfWhatAnotherMade_StandsOnWhatWasKnownOfIt()
    {
        WorldDevice other = world.Device("ben");
        WorldDevice before = world.Device("ann");
        await before.SyncAsync();
        InMemoryServerStore backup = BackUp();
        var job = new Job { Title = "made by another", Notes = "lost" };
        await other.Jobs.SaveAsync(job);
        await other.SyncAsync();
        await before.SyncAsync();
        await before.EditAsync(job.Id, j => j.Title = "edited");
        await before.SyncAsync();

        WorldDevice device = world.DeviceOn(Restore(backup), "ann", before.Store);
        await device.SyncAsync();

        Job shown = (await device.Jobs.GetAsync(job.Id))!;
        Assert.Equal(("edited", "lost"), (shown.Title, shown.Notes));
    }

    /// <summary>What a server lost is nobody's but this device's: it is not taken out of sight and then shown again.</summary>
    [Fact]
    public async Task WhatTheServerLost_StaysShown_UntilItIsOfferedAgain()
    {
        (WorldDevice before, Job job, InMemoryServerStore backup) = await TakenInAndNeverPulledAsync();
        WorldDevice device = world.DeviceOn(Restore(backup), "ann", before.Store);

        device.Network.NextPush(TransportFault.RequestLost);
        Assert.NotNull((await device.Client.SyncAsync()).Failure);

        Assert.Equal("lost by the server", (await device.Jobs.GetAsync(job.Id))!.Title);
    }

    /// <summary>It goes by a temporary key again; what stood under the lost one is out of sight by then, and gone when the pull is whole.</summary>
    [Fact]
    public async Task WhatTheServerLost_UnderAKeyThatItGave_IsNeverShownTwice_AndLeavesNothing()
    {
        WorldDevice other = world.Device("ben");
        WorldDevice before = world.Device("ann");
        await before.SyncAsync();
        InMemoryServerStore backup = BackUp();
        await other.Jobs.SaveAsync(new Job { Title = "of another, and lost" });
        await other.SyncAsync();
        await before.Tickets.SaveAsync(new Ticket { Title = "lost by the server" });
        await before.SyncAsync();
        WorldDevice device = world.DeviceOn(Restore(backup), "ann", before.Store);
        device.Network.NextPush(TransportFault.RequestLost);
        Assert.NotNull((await device.Client.SyncAsync()).Failure);

        device.Network.NextPush(null, TransportFault.RequestLost);
        device.Network.NextPull(TransportFault.RequestLost);
        Assert.NotNull((await device.Client.SyncAsync()).Failure);
        DeviceState state = await device.Client.ReadStateAsync(default);
        Assert.Equal((false, true), (state.OffersAgain, state.IsRefreshing));
        Assert.Equal((-1, "lost by the server"), (await device.Tickets.ListAsync().ToListAsync()).Select(ticket => (ticket.Id, ticket.Title)).Single());

        await device.SyncAsync();
        Assert.Equal((1, "lost by the server"), (await device.Tickets.ListAsync().ToListAsync()).Select(ticket => (ticket.Id, ticket.Title)).Single());
        Assert.Empty(await device.Store.ReadReplicasAsync(new ReplicaFilter { Type = "job", IncludesHidden = true }).ToListAsync());
        Assert.False((await device.Client.ReadStateAsync(default)).IsRefreshing);
    }

    /// <summary>The answer holds the state before the delete: whoever decides for the server decides for the delete.</summary>
    [Fact]
    public async Task RestoreOfADeletedEntity_ThatConflicts_LeavesItDeleted()
    {
        WorldDevice deletes = world.Device("ben");
        WorldDevice keeps = world.Device("ann");
        var job = new Job { Title = "seen" };
        await deletes.Jobs.SaveAsync(job);
        await deletes.SyncAsync();
        await keeps.SyncAsync();
        await deletes.EditAsync(job.Id, j => j.Title = "edited");
        await deletes.SyncAsync();
        await deletes.Jobs.DeleteAsync(job.Id);
        await deletes.SyncAsync();
        await keeps.EditAsync(job.Id, j => j.Title = "mine");
        await PushOnlyAsync(keeps);
        await (await keeps.ConflictsAsync()).Single().ResolveAsync(Resolution.KeepMine);
        await PushOnlyAsync(keeps);

        SyncConflict conflict = (await keeps.ConflictsAsync()).Single();
        Assert.Equal((ConflictReason.DeletedOnServer, "title"), (conflict.Reason, conflict.Fields.Keys.Single()));
        await conflict.ResolveAsync(Resolution.UseServer);
        await keeps.SyncAsync();

        Assert.Null(await keeps.Jobs.GetAsync(job.Id));
    }

    /// <summary>A job that the server took in after its backup, and of which no pull has told its device.</summary>
    private async Task<(WorldDevice Device, Job Job, InMemoryServerStore Backup)> TakenInAndNeverPulledAsync()
    {
        WorldDevice device = world.Device("ann");
        await device.SyncAsync();
        InMemoryServerStore backup = BackUp();
        var job = new Job { Title = "lost by the server", Notes = "lost too" };
        await device.Jobs.SaveAsync(job);
        device.Network.NextPush(TransportFault.AnswerLost);
        await PushOnlyAsync(device);
        await PushOnlyAsync(device);
        return (device, job, backup);
    }

    private static async Task PushOnlyAsync(WorldDevice device)
    {
        device.Network.NextPull(TransportFault.RequestLost);
        Assert.NotNull((await device.Client.SyncAsync()).Failure);
    }

    private InMemoryServerStore BackUp() => world.Store.Copy(new CountingIds(0xeeee));

    private SyncServer Restore(InMemoryServerStore backup) => new(world.Model, backup, world.Time, new CountingIds(0xdddd));

    private async Task<List<Job>> ReaderOf(SyncServer server)
    {
        WorldDevice reader = world.DeviceOn(server, "cid", new InMemoryDeviceStore());
        await reader.SyncAsync();
        return await reader.Jobs.ListAsync().ToListAsync();
    }
}
