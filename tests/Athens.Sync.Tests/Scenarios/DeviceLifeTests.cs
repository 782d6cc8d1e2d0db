using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.InMemory;
using Athens.Sync.Modeling;
using Athens.Sync.Server;
using Athens.Sync.Testing;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Scenarios;

/// <summary>What befalls a device over its life: poison, restored copies, clones, a server restored from a backup.</summary>
public sealed class DeviceLifeTests
{
    private readonly World world = new();

    /// <summary>A copy of everything that a store holds, as a backup or a cloned disk would have it.</summary>
    private static async Task<InMemoryDeviceStore> CopyAsync(InMemoryDeviceStore store)
    {
        var copy = new InMemoryDeviceStore();
        DeviceView view = await store.LoadAsync(new DeviceQuery());
        List<OutboxItem> items = await store.ReadOutboxAsync(new OutboxFilter()).ToListAsync();
        List<ReplicaEntity> replicas = [];
        foreach (string type in new[] { "job", "photo", "alarm" })
            replicas.AddRange(await store.ReadReplicasAsync(new ReplicaFilter { Type = type }).ToListAsync());
        Assert.True(await copy.CommitAsync(new DeviceCommit { State = view.State with { Revision = 1 }, PutItems = items, PutReplicas = replicas }));
        return copy;
    }

    private async Task<IReadOnlyDictionary<string, string>> TitlesAsync() =>
        (await world.ServerStateAsync()).Values.Where(e => e.Entity == "job" && !e.Deleted).ToDictionary(e => e.ServerId, e => e.Data!["title"].ToString());

    [Fact]
    public async Task PoisonChange_IsSetAsideAndUnrelatedOnesDrain()
    {
        WorldDevice device = world.Device();
        var poison = new Job { Title = "poison" };
        await device.Jobs.SaveAsync(new Job { Title = "one" });
        await device.Jobs.SaveAsync(poison);
        await device.Jobs.SaveAsync(new Job { Title = "two" });
        device.Network.Judge = request => request.Changes.Any(c => c.Data.Find("title")?.ToString() == "poison") ? TransportFault.Status(400) : null;
        SyncReport report = await device.SyncAsync();
        Assert.Equal(2, report.Applied);
        SyncConflict kept = Assert.Single(await device.Client.Conflicts.ListRejectedAsync().ToListAsync());
        Assert.Contains("Set aside after 5 attempts by itself", kept.Detail, StringComparison.Ordinal);
        Assert.Equal("poison", (await device.GetAsync(poison.Id)).Title);
        device.Network.Judge = null;
        await kept.ResolveAsync(Resolution.KeepMine);
        await device.SyncAsync();
        Assert.Contains("poison", (await TitlesAsync()).Values);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ChangeSetAsideThatTheServerHadTakenIn_IsCountedOnce_HoweverItIsDecided(bool isKept)
    {
        WorldDevice device = world.Device();
        var job = new Job { Title = "one", Counter = 1 };
        await device.Jobs.SaveAsync(job);
        await device.SyncAsync();
        await device.EditAsync(job.Id, j => j.Counter += 5);
        device.Network.Judge = request => request.Changes.Any(c => c.Data.ContainsKey("counter")) ? TransportFault.Status(503, isTakenIn: true) : null;
        for (int cycle = 0; cycle < 6; cycle++)
            await device.Client.SyncAsync();
        SyncConflict aside = Assert.Single(await device.Client.Conflicts.ListRejectedAsync().ToListAsync());
        device.Network.Judge = null;
        for (int other = 0; other < 3; other++)
        {
            await device.Jobs.SaveAsync(new Job { Title = "other" });
            await device.SyncAsync();
        }
        await aside.ResolveAsync(isKept ? Resolution.KeepMine : Resolution.Discard);
        await device.SyncAsync();
        Assert.Equal("6", (await world.ServerStateAsync())[new EntityId("job", job.Id)].Data!["counter"].ToString());
        Assert.Equal(6, (await device.GetAsync(job.Id)).Counter);
        Assert.Empty(await device.Client.Conflicts.ListRejectedAsync().ToListAsync());
    }

    [Fact]
    public async Task ChangeSetAside_HoldsTheMark_UntilItIsDecided()
    {
        WorldDevice device = world.Device();
        var poison = new Job { Title = "poison" };
        await device.Jobs.SaveAsync(poison);
        device.Network.Judge = request => request.Changes.Any(c => c.Data.Find("title")?.ToString() == "poison") ? TransportFault.Status(400) : null;
        await device.SyncAsync();
        await device.Jobs.SaveAsync(new Job { Title = "one" });
        await device.SyncAsync();
        await device.Jobs.SaveAsync(new Job { Title = "two" });
        await device.SyncAsync();
        Assert.Equal(0, device.Network.Pushes[^1].Acknowledged);
        SyncConflict aside = Assert.Single(await device.Client.Conflicts.ListRejectedAsync().ToListAsync());
        await Assert.ThrowsAsync<ConflictUnresolvedException>(() => aside.ResolveAsync(Resolution.MergeWith(World.F("""{"title":"other"}"""))));
        await aside.ResolveAsync(Resolution.Discard);
        await device.Jobs.SaveAsync(new Job { Title = "three" });
        await device.SyncAsync();
        Assert.Equal(3, device.Network.Pushes[^1].Acknowledged);
    }

    [Fact]
    public async Task KeyMadeAgainByAnotherAfterItsTombstoneWasCollected_IsSeenByTheDeviceThatDeletedIt()
    {
        WorldDevice home = world.Device("ann");
        WorldDevice other = world.Device("ben");
        await home.Jobs.SaveAsync(new Job { Id = "tank-4", Title = "first life" });
        await home.SyncAsync();
        await home.EditAsync("tank-4", j => j.Title = "first life, edited");
        await home.Jobs.DeleteAsync("tank-4");
        await home.SyncAsync();
        await home.SyncAsync();
        world.Time.Advance(TimeSpan.FromDays(5));
        await home.SyncAsync();
        world.Time.Advance(TimeSpan.FromDays(95));
        Assert.True(await world.Server.MaintainAsync() > 0);
        await other.Jobs.SaveAsync(new Job { Id = "tank-4", Title = "second life" });
        await other.SyncAsync();
        await home.SyncAsync();
        Assert.Equal("second life", (await home.GetAsync("tank-4")).Title);
    }

    [Fact]
    public async Task CreateWhoseAnswerWasLost_DeletedByAnotherBeforeAFreshPull_IsShownNoLonger()
    {
        WorldDevice author = world.Device("ann");
        WorldDevice other = world.Device("ben");
        await author.SyncAsync();
        await author.Jobs.SaveAsync(new Job { Id = "tank-4", Title = "one" });
        author.Network.NextPush(TransportFault.AnswerLost);
        author.Network.NextPull(TransportFault.RequestLost);
        await author.Client.SyncAsync();
        await other.SyncAsync();
        await other.Jobs.DeleteAsync("tank-4");
        await other.SyncAsync();
        DeviceView view = await author.Store.LoadAsync(new DeviceQuery());
        Assert.True(await author.Store.CommitAsync(new DeviceCommit { State = view.State with { Revision = view.State.Revision + 1, Checkpoints = new Dictionary<string, string>() } }));

        await author.SyncAsync();

        Assert.Null(await author.Jobs.GetAsync("tank-4"));
        Assert.Equal(0, (await author.Client.GetStatusAsync()).Changes.Waiting);
        Assert.Empty(await author.Store.ReadReplicasAsync(new ReplicaFilter { Type = "job", IncludesHidden = true }).ToListAsync());
    }

    [Fact]
    public async Task DeletedEntity_IsForgottenByTheDeviceWithItsChange()
    {
        WorldDevice device = world.Device();
        await device.Jobs.SaveAsync(new Job { Id = "tank-4", Title = "one" });
        await device.SyncAsync();
        await device.Jobs.DeleteAsync("tank-4");
        await device.SyncAsync();
        var all = new ReplicaFilter { Type = "job", IncludesHidden = true };
        Assert.Single(await device.Store.ReadReplicasAsync(all).ToListAsync());
        world.Time.Advance(TimeSpan.FromDays(8));
        await device.SyncAsync();
        Assert.Empty(await device.Store.ReadReplicasAsync(all).ToListAsync());
    }

    [Fact]
    public async Task FreshPull_EndsWhatAPendingDeleteHides()
    {
        WorldDevice home = world.Device("ann");
        WorldDevice away = world.Device("ben");
        var doomed = new Job { Title = "doomed" };
        await home.Jobs.SaveAsync(doomed);
        await home.SyncAsync();
        await away.SyncAsync();
        await home.Jobs.DeleteAsync(doomed.Id);
        await home.SyncAsync();
        world.Time.Advance(TimeSpan.FromDays(100));
        await home.SyncAsync();
        Assert.True(await world.Server.MaintainAsync() > 0);
        await away.Jobs.DeleteAsync(doomed.Id);
        Assert.True((await away.SyncAsync()).Refreshed);
        await Assert.Single(await away.Client.Conflicts.ListRejectedAsync().ToListAsync()).ResolveAsync(Resolution.Discard);
        Assert.Empty(await away.Store.ReadReplicasAsync(new ReplicaFilter { Type = "job", IncludesHidden = true }).ToListAsync());
    }

    [Fact]
    public async Task JobDeletedByAnotherBeforeItsAuthorsFirstPull_IsGoneForTheAuthorToo()
    {
        WorldDevice author = world.Device("ann");
        WorldDevice other = world.Device("ben");
        await other.SyncAsync();
        await author.Jobs.SaveAsync(new Job { Id = "tank-4", Title = "one" });
        author.Network.Meanwhile = DeleteWhenSentAsync;
        await author.SyncAsync();
        await author.SyncAsync();
        Assert.Null(await author.Jobs.GetAsync("tank-4"));

        async Task DeleteWhenSentAsync()
        {
            if (author.Network.Pushes.Count == 0)
            {
                author.Network.Meanwhile = DeleteWhenSentAsync;
                return;
            }
            await other.SyncAsync();
            await other.Jobs.DeleteAsync("tank-4");
            await other.SyncAsync();
        }
    }

    [Fact]
    public async Task ChangeTriedOftenWithoutANetwork_IsNotSetAsideByOneBusyAnswer()
    {
        WorldDevice device = world.Device();
        await device.Jobs.SaveAsync(new Job { Title = "one" });
        device.Network.IsDown = true;
        for (int cycle = 0; cycle < 8; cycle++)
            await device.Client.SyncAsync();
        device.Network.IsDown = false;
        device.Network.Judge = request => request.Changes.Count > 0 ? TransportFault.Status(503) : null;
        await device.Client.SyncAsync();
        Assert.Equal(1, (await device.Client.GetStatusAsync()).Changes.Waiting);
        device.Network.Judge = null;
        Assert.Equal(1, (await device.SyncAsync()).Applied);
    }

    [Theory]
    [InlineData(TransportFailure.Unreachable)]
    [InlineData(TransportFailure.Unavailable)]
    [InlineData(TransportFailure.Refused)]
    [InlineData(TransportFailure.Unauthorized)]
    [InlineData(TransportFailure.NotTheServer)]
    public async Task Server_ThatRefusesEverything_LeavesTheOutboxAsItWas(TransportFailure failure)
    {
        WorldDevice device = world.Device();
        await device.Jobs.SaveAsync(new Job { Title = "one" });
        await device.Jobs.SaveAsync(new Job { Title = "two" });
        string[] before = await QueueAsync();
        device.Network.Failure = () => new SyncTransportException(failure, "No.");
        for (int cycle = 0; cycle < 12; cycle++)
            Assert.NotNull((await device.Client.SyncAsync()).Failure);
        Assert.Equal(before, await QueueAsync());
        Assert.Equal(2, (await device.Client.GetStatusAsync()).Changes.Waiting);
        device.Network.Failure = null;
        Assert.Equal(2, (await device.SyncAsync()).Applied);

        // All that a failed try may leave is the number that the change was sent under.
        async Task<string[]> QueueAsync() =>
            [.. await device.Client.ReadOutboxAsync().Select(item => $"{item.Position} {Look.Text(item.Change with { Number = null })}").ToListAsync()];
    }

    [Fact]
    public async Task UrgentChange_GoesBeforeOthers_WithWhatItNeeds()
    {
        WorldDevice device = world.DeviceWith("ann", new SyncClientOptions { PushBatch = 1 });
        await device.Jobs.SaveAsync(new Job { Title = "first" });
        await device.Jobs.SaveAsync(new Job { Title = "second" });
        var job = new Job { Title = "third" };
        await device.Jobs.SaveAsync(job);
        await device.Client.Set<Alarm>().SaveAsync(new Alarm { JobId = job.Id, Text = "gas" });
        await device.SyncAsync();
        Assert.Equal(["job", "alarm"], device.Network.Pushes[0].Changes.Select(c => c.Entity));
        Assert.Equal(job.Id, device.Network.Pushes[0].Changes[0].ServerId);
        Assert.Equal(4, (await world.ServerStateAsync()).Count + await AlarmsAsync());
    }

    private async Task<int> AlarmsAsync()
    {
        var page = await world.Server.PullAsync(new PullRequest { Lane = Lanes.Critical }, World.Caller("reader"));
        return page.Changes.Count;
    }

    [Fact]
    public async Task TakenInChanges_AreKeptForTheirTimeAndThenDropped()
    {
        WorldDevice device = world.Device();
        await device.Jobs.SaveAsync(new Job { Title = "one" });
        await device.SyncAsync();
        world.Time.Advance(TimeSpan.FromDays(6));
        await device.SyncAsync();
        Assert.Equal(1, (await device.Client.GetStatusAsync()).Changes.Synced);
        world.Time.Advance(TimeSpan.FromDays(2));
        await device.SyncAsync();
        Assert.Equal(0, (await device.Client.GetStatusAsync()).Changes.Synced);
        Assert.Single(await device.Jobs.ListAsync().ToListAsync());
    }

    [Fact]
    public async Task ChangesWithoutAVerdictOrADecision_AreKept_HoweverLong()
    {
        WorldDevice device = world.Device();
        WorldDevice other = world.Device();
        var job = new Job { Title = "one" };
        await other.Jobs.SaveAsync(job);
        await other.SyncAsync();
        await device.SyncAsync();
        await other.EditAsync(job.Id, j => j.Title = "theirs");
        await other.SyncAsync();
        await device.EditAsync(job.Id, j => j.Title = "in conflict");
        await world.PushAsync(World.Caller("s", "south"), Look.Change("""{"title":"theirs"}""", op: ChangeOp.Create, id: new EntityId("job", "taken")));
        await device.Jobs.SaveAsync(new Job { Id = "taken", Title = "refused" });
        await device.SyncAsync();
        await device.Jobs.SaveAsync(new Job { Title = "waiting" });
        device.Network.Judge = _ => TransportFault.Status(503);
        world.Time.Advance(TimeSpan.FromDays(400));
        await device.Client.SyncAsync();
        Assert.Equal(["in conflict", "refused", "waiting"], await device.Client.ReadOutboxAsync().Select(item => item.Change.Data["title"].ToString()).ToListAsync());
    }

    [Fact]
    public async Task AcknowledgedChange_IsForgottenByTheServer_AndALateCopyIsNotAppliedAgain()
    {
        WorldDevice device = world.Device("ann");
        var job = new Job { Title = "one" };
        await device.Jobs.SaveAsync(job);
        await device.SyncAsync();
        await device.EditAsync(job.Id, j => j.Counter = 5);
        await device.SyncAsync();
        await device.EditAsync(job.Id, j => j.Title = "two");
        await device.SyncAsync();
        await device.EditAsync(job.Id, j => j.Title = "three");
        await device.SyncAsync();
        var late = device.Network.Pushes.Single(p => p.Changes.Any(c => c.Data.ContainsKey("counter") && c.Op is ChangeOp.Update));
        long mark = device.Network.Pushes[^1].Acknowledged!.Value;
        var answer = await world.Server.PushAsync(late with { Acknowledged = mark }, World.Caller("ann"));
        Assert.Equal(AppliedStatus.AlreadyApplied, Assert.Single(answer.Applied).Status);
        await Assert.ThrowsAsync<RegistrationRequiredException>(() => world.Server.PushAsync(late, World.Caller("ann")));
        Assert.Equal("5", (await world.ServerStateAsync())[new EntityId("job", job.Id)].Data!["counter"].ToString());
    }

    [Fact]
    public async Task RestoredDevice_RegistersAnewAndLosesNothing()
    {
        WorldDevice device = world.Device("ann");
        var job = new Job { Title = "one" };
        await device.Jobs.SaveAsync(job);
        await device.SyncAsync();
        await device.EditAsync(job.Id, j => j.Title = "before the backup");
        InMemoryDeviceStore backup = await CopyAsync(device.Store);
        await device.SyncAsync();
        for (int i = 0; i < 3; i++)
        {
            await device.EditAsync(job.Id, j => j.Counter++);
            await device.SyncAsync();
        }
        WorldDevice restored = world.DeviceWith("ann", store: backup);
        await restored.Jobs.SaveAsync(new Job { Title = "made on the restored device" });
        SyncReport report = await restored.SyncAsync();
        Assert.Equal(0, report.Conflicts);
        Assert.NotNull((await restored.Store.LoadAsync(new DeviceQuery())).State.FormerDeviceId);
        Assert.Contains("made on the restored device", (await TitlesAsync()).Values);
        await restored.SyncAsync();
        Assert.Equal((3, "before the backup"), ((await restored.GetAsync(job.Id)).Counter, (await restored.GetAsync(job.Id)).Title));
        Assert.Equal(0, (await restored.Client.GetStatusAsync()).Changes.Waiting);
    }

    [Fact]
    public async Task ClonedDevice_IsNoticedAndBothGoOnWithNothingLost()
    {
        WorldDevice device = world.Device("ann");
        await device.Jobs.SaveAsync(new Job { Title = "one" });
        await device.SyncAsync();
        WorldDevice clone = world.DeviceWith("ann", store: await CopyAsync(device.Store));
        for (int i = 0; i < 3; i++)
        {
            await device.Jobs.SaveAsync(new Job { Title = $"original {i}" });
            await device.SyncAsync();
            await clone.Jobs.SaveAsync(new Job { Title = $"clone {i}" });
            await clone.SyncAsync();
        }
        Assert.Equal(7, (await TitlesAsync()).Count);
        Assert.NotEqual((await device.Store.LoadAsync(new DeviceQuery())).State.DeviceId, (await clone.Store.LoadAsync(new DeviceQuery())).State.DeviceId);
    }

    [Fact]
    public async Task ServerRestoredFromABackup_GetsWhatItLostAgain()
    {
        WorldDevice device = world.Device("ann");
        var job = new Job { Title = "in the backup" };
        await device.Jobs.SaveAsync(job);
        await device.SyncAsync();
        var restored = new World(epoch: 0xeeee);
        var seed = restored.Device("seeder");
        await seed.Jobs.SaveAsync(new Job { Id = job.Id, Title = "in the backup" });
        await seed.SyncAsync();
        await device.EditAsync(job.Id, j => j.Title = "lost by the server");
        await device.Jobs.SaveAsync(new Job { Title = "lost too" });
        await device.SyncAsync();
        var moved = restored.DeviceWith("ann", store: device.Store);
        SyncReport report = await moved.SyncAsync();
        Assert.True(report.Refreshed);
        await moved.SyncAsync();
        var titles = (await restored.ServerStateAsync()).Values.Select(e => e.Data!["title"].ToString()).Order();
        Assert.Equal(["lost by the server", "lost too"], titles);
        Assert.Equal("lost by the server", (await moved.GetAsync(job.Id)).Title);
        Assert.Equal(0, (await moved.Client.GetStatusAsync()).Changes.Waiting);
    }

    [Fact]
    public async Task ConflictOfAHistoryThatTheServerLost_IsNotTakenForTheServersState()
    {
        WorldDevice other = world.Device("ben");
        WorldDevice device = world.Device("ann");
        var job = new Job { Title = "in the backup" };
        await other.Jobs.SaveAsync(job);
        await other.SyncAsync();
        await device.SyncAsync();
        InMemoryServerStore backup = world.Store.Copy(new CountingIds(0xeeee));
        await other.EditAsync(job.Id, j => j.Title = "lost by the server");
        await other.SyncAsync();
        await device.EditAsync(job.Id, j => j.Title = "mine");
        await device.SyncAsync();

        var restored = new SyncServer(world.Model, backup, world.Time, new CountingIds(0xdddd));
        WorldDevice moved = world.DeviceOn(restored, "ann", device.Store);
        await moved.SyncAsync();
        await (await moved.ConflictsAsync()).Single().ResolveAsync(Resolution.UseServer);
        Assert.Equal("in the backup", (await moved.GetAsync(job.Id)).Title);
        WorldDevice third = world.DeviceOn(restored, "cid", new InMemoryDeviceStore());
        await third.SyncAsync();
        await third.EditAsync(job.Id, j => j.Title = "of the new history");
        await third.SyncAsync();
        await moved.SyncAsync();
        Assert.Equal("of the new history", (await moved.GetAsync(job.Id)).Title);
    }

    [Fact]
    public async Task DeviceAwayWhileTombstonesWereCollected_PullsAfreshAndKeepsItsOutbox()
    {
        WorldDevice home = world.Device("ann");
        WorldDevice away = world.Device("ben");
        var doomed = new Job { Title = "doomed" };
        var kept = new Job { Title = "kept" };
        await home.Jobs.SaveAsync(doomed);
        await home.Jobs.SaveAsync(kept);
        await home.SyncAsync();
        await away.SyncAsync();
        await away.EditAsync(kept.Id, j => j.Notes = "written while away");
        await home.Jobs.DeleteAsync(doomed.Id);
        await home.SyncAsync();
        world.Time.Advance(TimeSpan.FromDays(100));
        await home.SyncAsync();
        Assert.True(await world.Server.MaintainAsync() > 0);
        SyncReport report = await away.SyncAsync();
        Assert.True(report.Refreshed);
        Assert.Equal(0, report.Conflicts);
        Assert.Equal(["kept"], (await away.Jobs.ListAsync().ToListAsync()).Select(j => j.Title));
        Assert.Equal("written while away", (await world.ServerStateAsync())[new EntityId("job", kept.Id)].Data!["notes"].ToString());
    }

    [Fact]
    public async Task ChangeFromADeviceSixtyDaysOffline_IsStillRecognised()
    {
        WorldDevice device = world.Device("ann");
        var job = new Job { Title = "one" };
        await device.Jobs.SaveAsync(job);
        await device.SyncAsync();
        await device.EditAsync(job.Id, j => j.Counter = 5);
        device.Network.NextPush(TransportFault.AnswerLost);
        await device.Client.SyncAsync();
        world.Time.Advance(TimeSpan.FromDays(60));
        await world.Server.MaintainAsync();
        await device.SyncAsync();
        Assert.Equal("5", (await world.ServerStateAsync())[new EntityId("job", job.Id)].Data!["counter"].ToString());
        Assert.Equal(2, (await world.ServerStateAsync())[new EntityId("job", job.Id)].Version);
    }

    [Fact]
    public async Task Conflicts_ResolvedInBulk_AreToldBeforehandAndDecidedEach()
    {
        WorldDevice a = world.Device();
        WorldDevice b = world.Device();
        List<string> ids = [];
        for (int i = 0; i < 3; i++)
        {
            var job = new Job { Title = "t" };
            await a.Jobs.SaveAsync(job);
            ids.Add(job.Id);
        }
        await a.SyncAsync();
        await b.SyncAsync();
        foreach (string id in ids)
        {
            await a.EditAsync(id, j => j.Title = "A");
            await b.EditAsync(id, j => j.Title = "B");
        }
        await a.SyncAsync();
        await b.SyncAsync();
        var filter = new ConflictFilter { Type = "job", Field = "title" };
        var auto = await b.Client.Conflicts.ResolveAllAsync(filter, Resolution.AutoMerge, dryRun: true);
        Assert.All(auto, plan => Assert.Equal(["title"], plan.Left));
        Assert.Equal(3, (await b.ConflictsAsync()).Count);
        var done = await b.Client.Conflicts.ResolveAllAsync(filter, Resolution.KeepMine);
        Assert.All(done, plan => Assert.True(plan.IsPossible));
        await b.SyncAsync();
        Assert.All((await TitlesAsync()).Values, title => Assert.Equal("B", title));
    }
}
