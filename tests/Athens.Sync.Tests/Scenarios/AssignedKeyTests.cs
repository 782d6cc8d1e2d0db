using System.Globalization;
using System.Text.Json;
using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.InMemory;
using Athens.Sync.Testing;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Transport;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Scenarios;

/// <summary>Keys that the server gives: negative until its answer is here, and then the real one everywhere at once.</summary>
public sealed class AssignedKeyTests
{
    private readonly World world = new();

    [Fact]
    public async Task NewEntity_BeforeTheAnswer_HasANegativeKeyOfItsOwn()
    {
        WorldDevice device = world.Device();
        Ticket first = await MakeAsync(device, "a");
        Ticket second = await MakeAsync(device, "b");
        Reply reply = new() { TicketId = first.Id, Text = "r" };
        await device.Replies.SaveAsync(reply);

        Assert.Equal((-1, -2, -3), (first.Id, second.Id, reply.Id));
        Assert.Equal("a", (await device.Tickets.GetAsync("-1"))!.Title);
    }

    [Fact]
    public async Task TemporaryKeys_AfterARestart_AreNotMadeAgain()
    {
        WorldDevice device = world.Device();
        await MakeAsync(device, "a");
        WorldDevice restarted = world.DeviceWith("user-1", store: device.Store.Reopen());

        Ticket next = await MakeAsync(restarted, "b");

        Assert.Equal(-2, next.Id);
    }

    [Fact]
    public async Task Answer_PutsTheRealKeyInThePlaceOfTheTemporaryOne_Everywhere()
    {
        await OthersAsync(3);
        WorldDevice device = world.Device();
        Ticket ticket = await MakeAsync(device, "leak");
        await device.Replies.SaveAsync(new Reply { TicketId = ticket.Id, Text = "first" });
        await device.Errands.SaveAsync(new Errand { TicketId = ticket.Id, Text = "fetch" });
        Ticket duplicate = new() { Title = "again", DuplicateOf = ticket.Id };
        await device.Tickets.SaveAsync(duplicate);

        await device.SyncAsync();

        Ticket kept = (await device.Tickets.ListAsync().ToListAsync()).Single(t => t.Title == "leak");
        Assert.True(kept.Id > 3);
        Assert.Equal(kept.Id, (await device.Replies.ListAsync().ToListAsync()).Single().TicketId);
        Assert.Equal(kept.Id, (await device.Errands.ListAsync().ToListAsync()).Single().TicketId);
        Assert.Equal(kept.Id, (await device.Tickets.ListAsync().ToListAsync()).Single(t => t.Title == "again").DuplicateOf);
        await HoldsNoTemporaryKeyAsync(device);
        await IsAsTheServerAsync(device);
    }

    [Fact]
    public async Task LaterChanges_MadeWhileTheCreateIsUnderWay_GoOutUnderTheRealKey()
    {
        WorldDevice device = world.Device();
        Ticket ticket = await MakeAsync(device, "leak");
        device.Network.Meanwhile = async () =>
        {
            ticket.Title = "leak, worse";
            await device.Tickets.SaveAsync(ticket);
            await device.Errands.SaveAsync(new Errand { TicketId = ticket.Id, Text = "fetch" });
        };

        await device.SyncAsync();
        await device.SyncAsync();

        Assert.DoesNotContain(device.Network.Pushes.Skip(1).SelectMany(p => p.Changes), change => Text(change).Contains("-1,", StringComparison.Ordinal) || change.ServerId == "-1");
        Assert.Equal("leak, worse", (await device.Tickets.ListAsync().ToListAsync()).Single().Title);
        await IsAsTheServerAsync(device);
    }

    [Fact]
    public async Task AppThatStillHoldsTheTemporaryKey_ReadsSavesAndRefersByIt()
    {
        WorldDevice device = world.Device();
        Ticket ticket = await MakeAsync(device, "leak");
        Errand errand = new() { TicketId = ticket.Id, Text = "fetch" };
        await device.Errands.SaveAsync(errand);
        await device.SyncAsync();

        Assert.Equal("leak", (await device.Tickets.GetAsync("-1"))!.Title);
        Assert.Equal(EntitySyncState.Synced, await device.Tickets.GetSyncStateAsync("-1"));
        ticket.Title = "leak, worse";
        await device.Tickets.SaveAsync(ticket);
        await device.Replies.SaveAsync(new Reply { TicketId = -1, Text = "late" });
        errand.Text = "fetch now";
        await device.Errands.SaveAsync(errand);
        await device.SyncAsync();

        Assert.True(ticket.Id > 0);
        Assert.Equal("leak, worse", (await device.Tickets.ListAsync().ToListAsync()).Single().Title);
        Assert.Equal(ticket.Id, (await device.Replies.ListAsync().ToListAsync()).Single().TicketId);
        Assert.Equal((ticket.Id, "fetch now"), ((await device.Errands.ListAsync().ToListAsync()).Single() is { } e ? (e.TicketId!.Value, e.Text) : default));
        await HoldsNoTemporaryKeyAsync(device);
        await IsAsTheServerAsync(device);

        WorldDevice restarted = world.DeviceWith("user-1", store: device.Store.Reopen());
        Assert.Equal(ticket.Id, (await restarted.Tickets.GetAsync("-1"))!.Id);
        Assert.True(await restarted.Tickets.DeleteAsync("-1"));
    }

    [Fact]
    public async Task LostAnswer_ThenRetry_GivesTheSameKeyAndOneEntity()
    {
        WorldDevice device = world.Device();
        Ticket ticket = await MakeAsync(device, "leak");
        await device.Replies.SaveAsync(new Reply { TicketId = ticket.Id, Text = "first" });
        device.Network.NextPush(TransportFault.AnswerLost);
        await device.Client.SyncAsync();

        await device.SyncAsync();

        Assert.Single((await world.ServerStateAsync()).Keys, id => id.Type == "ticket");
        Assert.Equal(Sent(device.Network.Pushes[0]), Sent(device.Network.Pushes[1]));
        await HoldsNoTemporaryKeyAsync(device);
        await IsAsTheServerAsync(device);
    }

    /// <summary>The parent's verdict comes with a smaller batch than the one that was lost: its child is frozen with the temporary key in it.</summary>
    [Fact]
    public async Task FrozenChild_OfAParentThatGotItsKeyInAnEarlierBatch_IsSentAsItWasAndTakenIn()
    {
        var store = new InMemoryDeviceStore();
        WorldDevice device = world.DeviceWith("ann", store: store);
        Ticket ticket = await MakeAsync(device, "leak");
        await device.Errands.SaveAsync(new Errand { TicketId = ticket.Id, Text = "fetch" });
        ticket.Tags.Add("urgent");
        await device.Tickets.SaveAsync(ticket);
        device.Network.NextPush(TransportFault.AnswerLost);
        await device.Client.SyncAsync();
        WorldDevice restarted = world.DeviceWith("ann", new SyncClientOptions { PushBatch = 1 }, store.Reopen());

        await restarted.SyncAsync();

        Assert.Equal(3, restarted.Network.Pushes.Count(p => p.Changes.Count == 1));
        Assert.Equal(Sent(device.Network.Pushes[0]), restarted.Network.Pushes.SelectMany(Sent));
        Assert.All(restarted.Network.Pushes.Where(p => p.Changes.Count == 1).Skip(1), p => Assert.Equal(new AssignedKey("ticket", "-1", "1"), Assert.Single(p.Keys!)));
        Assert.Empty(await restarted.ConflictsAsync());
        Assert.Equal(["urgent"], (await restarted.Tickets.ListAsync().ToListAsync()).Single().Tags);
        Assert.Equal(1, (await restarted.Errands.ListAsync().ToListAsync()).Single().TicketId);
        await HoldsNoTemporaryKeyAsync(restarted);
        await IsAsTheServerAsync(restarted);
    }

    [Fact]
    public async Task FrozenChild_BetweenTheParentsVerdictAndItsOwn_IsShownUnderTheRealKey()
    {
        var store = new InMemoryDeviceStore();
        WorldDevice device = world.DeviceWith("ann", store: store);
        Ticket ticket = await MakeAsync(device, "leak");
        ticket.Title = "leak, worse";
        await device.Tickets.SaveAsync(ticket);
        device.Network.NextPush(TransportFault.AnswerLost);
        await device.Client.SyncAsync();
        WorldDevice restarted = world.DeviceWith("ann", new SyncClientOptions { PushBatch = 1 }, store.Reopen());
        Ticket? between = null;
        restarted.Network.Judge = request => request.Changes.Count > 0 && request.Keys is not null ? TransportFault.RequestLost : null;

        await restarted.Client.SyncAsync();
        between = await restarted.Tickets.GetAsync("1");

        Assert.Equal("leak, worse", between!.Title);
    }

    [Fact]
    public async Task PullBetweenTheLostAnswerAndTheRetry_LeavesOneEntity()
    {
        WorldDevice device = world.Device();
        Ticket ticket = await MakeAsync(device, "leak");
        device.Network.NextPush(TransportFault.AnswerLost);
        await device.Client.SyncAsync();
        Assert.Equal(["leak", "leak"], (await device.Tickets.ListAsync().ToListAsync()).Select(t => t.Title));

        ticket.Title = "leak, worse";
        await device.Tickets.SaveAsync(ticket);
        await device.SyncAsync();

        Assert.Equal("leak, worse", (await device.Tickets.ListAsync().ToListAsync()).Single().Title);
        await IsAsTheServerAsync(device);
    }

    /// <summary>Saved before the delete, after it, or not at all: the user sees the other one, and it is his.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task EntityShownTwice_OneOfTheTwoDeleted_LeavesTheOther(bool savesBefore, bool savesAfter)
    {
        (WorldDevice device, Ticket ticket) = await ShownTwiceAsync();
        if (savesBefore)
            await RenameAsync(device, ticket, "leak, worse");
        Assert.True(await device.Tickets.DeleteAsync("1"));
        if (savesAfter)
            await RenameAsync(device, ticket, "leak, worst");
        string title = ticket.Title;

        await device.SyncAsync();
        await device.SyncAsync();

        Assert.Equal((1, title), (await device.Tickets.ListAsync().ToListAsync()).Select(t => (t.Id, t.Title)).Single());
        await IsAsTheServerAsync(device);
    }

    /// <summary>A delete that was on its way by the time the answer tells that the two are one would take the other along (day 196,505).</summary>
    [Fact]
    public async Task EntityShownTwice_OneOfTheTwoDeleted_IsNotSentBeforeTheAnswerToWhatWasMade()
    {
        var store = new InMemoryDeviceStore();
        WorldDevice device = world.DeviceWith("ann", new SyncClientOptions { PushBatch = 2 }, store: store);
        await device.Jobs.SaveAsync(new Job { Title = "first" });
        var ticket = new Ticket { Title = "leak" };
        await device.Tickets.SaveAsync(ticket);
        device.Network.NextPush(TransportFault.AnswerLost);
        await device.Client.SyncAsync();
        device = world.DeviceWith("ann", new SyncClientOptions { PushBatch = 1 }, store: store);
        ticket = (await device.Tickets.GetAsync("-1"))!;
        Assert.True(await device.Tickets.DeleteAsync("1"));
        await RenameAsync(device, ticket, "leak, worse");

        await device.SyncAsync();
        await device.SyncAsync();

        Assert.Equal((1, "leak, worse"), (await device.Tickets.ListAsync().ToListAsync()).Select(t => (t.Id, t.Title)).Single());
        await IsAsTheServerAsync(device);
    }

    [Fact]
    public async Task EntityShownTwice_TheFormerNameDeletedAndTheOtherEdited_StaysAsEdited()
    {
        (WorldDevice device, Ticket ticket) = await ShownTwiceAsync();
        await device.Tickets.DeleteAsync(ticket);
        await RenameAsync(device, (await device.Tickets.GetAsync("1"))!, "leak, worse");

        await device.SyncAsync();
        await device.SyncAsync();

        Assert.Equal("leak, worse", (await device.Tickets.ListAsync().ToListAsync()).Single().Title);
        await IsAsTheServerAsync(device);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1", "-1")]
    public async Task EntityShownTwice_DeletedAsBothOrAsWhatWasMade_IsGone(params string[] keys)
    {
        (WorldDevice device, _) = await ShownTwiceAsync();
        foreach (string key in keys)
            Assert.True(await device.Tickets.DeleteAsync(key));

        await device.SyncAsync();
        await device.SyncAsync();

        Assert.Empty(await device.Tickets.ListAsync().ToListAsync());
        await IsAsTheServerAsync(device);
    }

    [Fact]
    public async Task RejectedCreate_LeavesItsSuccessorsWaiting_AndADiscardShowsThem()
    {
        WorldDevice device = world.Device();
        Ticket ticket = new() { Title = "leak", SiteId = "elsewhere" };
        await device.Tickets.SaveAsync(ticket);
        await device.Errands.SaveAsync(new Errand { TicketId = ticket.Id, Text = "fetch" });
        await device.Client.SyncAsync();
        OutboxItem waiting = Assert.Single(await device.Client.ReadOutboxAsync(new OutboxFilter { Type = "errand" }).ToListAsync());
        Assert.Equal((OutboxStatus.Pending, "ticket/-1"), (waiting.Status, waiting.BlockedBy));

        await (await device.Client.Conflicts.ListRejectedAsync().ToListAsync()).Single().ResolveAsync(Resolution.Discard);
        await device.SyncAsync();

        OutboxItem shown = Assert.Single(await device.Client.ReadOutboxAsync(new OutboxFilter { Type = "errand" }).ToListAsync());
        Assert.Equal((OutboxStatus.Failed, RejectionReason.NotFound), (shown.Status, shown.Rejection!.Reason));
        Assert.Equal("fetch", (await device.Errands.ListAsync().ToListAsync()).Single().Text);
    }

    [Fact]
    public async Task Conflict_OfAnEntityWithAnAssignedKey_NamesRealKeysOnly()
    {
        WorldDevice ann = world.Device("ann");
        WorldDevice ben = world.Device("ben");
        Ticket shared = await MakeAsync(ann, "shared");
        await ann.SyncAsync();
        await ben.SyncAsync();
        Errand errand = new() { TicketId = shared.Id, Text = "fetch" };
        await ann.Errands.SaveAsync(errand);
        await ann.SyncAsync();
        await ben.SyncAsync();

        Errand bens = (await ben.Errands.GetAsync(errand.Id))!;
        bens.TicketId = (await MakeAsync(ben, "ben's")).Id;
        await ben.Errands.SaveAsync(bens);
        Errand anns = (await ann.Errands.GetAsync(errand.Id))!;
        anns.TicketId = (await MakeAsync(ann, "ann's")).Id;
        await ann.Errands.SaveAsync(anns);
        await ann.SyncAsync();
        await ben.SyncAsync();

        SyncConflict conflict = Assert.Single(await ben.ConflictsAsync());
        long own = (await ben.Tickets.ListAsync().ToListAsync()).Single(t => t.Title == "ben's").Id;
        Assert.Equal(own, conflict.Fields["ticket_id"].Client!.Value.GetInt64());
        Assert.Equal(own, conflict.Item.Change.Data["ticket_id"].GetInt64());
        await conflict.ResolveAsync(Resolution.KeepMine);
        await ben.SyncAsync();
        Assert.Equal(own, (await ben.Errands.GetAsync(errand.Id))!.TicketId);
        await IsAsTheServerAsync(ben);
    }

    [Fact]
    public async Task Watcher_OfTheTemporaryKey_IsGivenTheEntityUnderItsRealOne()
    {
        WorldDevice device = world.Device();
        await MakeAsync(device, "leak");
        await using IAsyncEnumerator<Ticket?> watch = device.Tickets.WatchAsync("-1").GetAsyncEnumerator();
        await watch.MoveNextAsync();
        Assert.Equal(-1, watch.Current!.Id);

        await device.SyncAsync();
        do
            await watch.MoveNextAsync();
        while (watch.Current?.Id < 0);
        Assert.Equal((1, "leak"), (watch.Current!.Id, watch.Current.Title));

        Ticket again = (await device.Tickets.GetAsync("1"))!;
        again.Title = "leak, worse";
        await device.Tickets.SaveAsync(again);
        do
            await watch.MoveNextAsync();
        while (watch.Current?.Title == "leak");
        Assert.Equal("leak, worse", watch.Current!.Title);
    }

    [Fact]
    public async Task WatchedList_AtTheRename_LosesTheTemporaryKeyAndGainsTheRealOneAtOnce()
    {
        WorldDevice device = world.Device();
        await MakeAsync(device, "leak");
        await using IAsyncEnumerator<IReadOnlyList<Ticket>> watch = device.Tickets.WatchListAsync().GetAsyncEnumerator();
        await watch.MoveNextAsync();

        await device.SyncAsync();
        do
            await watch.MoveNextAsync();
        while (watch.Current.Any(t => t.Id < 0));

        Assert.Equal([1], watch.Current.Select(t => t.Id));
    }

    [Fact]
    public async Task Barrier_ByTheTemporaryKey_WaitsForTheRealEntity()
    {
        WorldDevice device = world.Device();
        SavedChange? saved = await device.Tickets.SaveAsync(new Ticket { Title = "leak" });
        await device.SyncAsync();
        Ticket ticket = (await device.Tickets.GetAsync("-1"))!;
        ticket.Title = "leak, worse";
        await device.Tickets.SaveAsync(ticket);

        Assert.Equal(OutboxStatus.Synced, (await device.Client.WaitForAsync(saved!))!.Status);
        Task<EntitySyncState> rest = device.Client.WaitForAsync(new EntityId("ticket", "-1"));
        Assert.False(rest.IsCompleted);
        await device.SyncAsync();
        Assert.Equal(EntitySyncState.Synced, await rest);
    }

    [Fact]
    public async Task Reference_ToATemporaryKeyThatIsNotHere_IsRefused()
    {
        WorldDevice device = world.Device();

        ChangeRefusedException refused = await Assert.ThrowsAsync<ChangeRefusedException>(() => device.Errands.SaveAsync(new Errand { TicketId = -7, Text = "fetch" }));

        Assert.Contains("ticket/-7", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await device.Client.ReadOutboxAsync().ToListAsync());
    }

    [Fact]
    public async Task NewEntity_WithAKeyOfTheAppsOwn_IsRefused()
    {
        WorldDevice device = world.Device();

        await Assert.ThrowsAsync<ChangeRefusedException>(() => device.Tickets.SaveAsync(new Ticket { Id = 7, Title = "mine" }));

        PushResponse answer = await world.PushAsync(World.Caller("ann"), new Change { Entity = "ticket", Op = ChangeOp.Create, OfflineId = "x", ServerId = "7", Data = World.F("""{"title":"mine"}""") });
        Assert.Equal(RejectionReason.ValidationError, Assert.Single(answer.Rejected).Reason);
    }

    [Fact]
    public async Task Create_WithoutAKey_AsOlderClientsSendIt_GetsTheNextOne()
    {
        PushResponse answer = await world.PushAsync(World.Caller("ann"),
            new Change { Entity = "ticket", Op = ChangeOp.Create, OfflineId = "x", Data = World.F("""{"title":"a"}""") },
            new Change { Entity = "ticket", Op = ChangeOp.Create, OfflineId = "y", Data = World.F("""{"title":"b"}""") });

        Assert.Equal(["1", "2"], answer.Applied.Select(a => a.ServerId));
    }

    [Fact]
    public async Task TemporaryKey_ThatThePushDoesNotMake_IsAnsweredAsWhatIsNotThere()
    {
        PushResponse answer = await world.PushAsync(World.Caller("ann"),
            new Change { Entity = "ticket", Op = ChangeOp.Update, OfflineId = "x", ServerId = "-4", ClientVersion = 1, Data = World.F("""{"title":"a"}""") },
            new Change { Entity = "errand", Op = ChangeOp.Create, OfflineId = "y", ServerId = "e", Data = World.F("""{"ticket_id":-5}""") });

        Assert.Equal([RejectionReason.NotFound, RejectionReason.NotFound], answer.Rejected.Select(r => r.Reason));
    }

    [Fact]
    public async Task RestoredDevice_ThatSendsAnAcknowledgedCreateAgain_MakesNoSecondEntity()
    {
        WorldDevice device = world.DeviceWith("ann");
        await MakeAsync(device, "leak");
        device.Network.IsDown = true;
        await device.Client.SyncAsync();
        DeviceView view = await device.Store.LoadAsync(new DeviceQuery { Entities = [new EntityId("ticket", "-1")] });
        device.Network.IsDown = false;
        await device.SyncAsync();
        await MakeAsync(device, "next");
        await device.SyncAsync();
        await device.SyncAsync();

        var backup = new InMemoryDeviceStore();
        await backup.CommitAsync(new DeviceCommit { State = view.State with { Revision = 1 }, PutItems = [.. view.Items], PutReplicas = [.. view.Replicas.Values] });
        WorldDevice restored = world.DeviceWith("ann", store: backup);
        await restored.SyncAsync();
        await restored.SyncAsync();

        Assert.Equal(2, (await world.ServerStateAsync()).Keys.Count(id => id.Type == "ticket"));
        Assert.Equal(["leak", "next"], (await restored.Tickets.ListAsync().ToListAsync()).Select(t => t.Title));
        await IsAsTheServerAsync(restored);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData(null)]
    public async Task Create_BelowTheMarkWithoutARecord_IsAnsweredWithNoKeyThatIsNone(string? key)
    {
        PushResponse answer = await world.Server.PushAsync(
            new PushRequest
            {
                DeviceId = "d",
                Generation = "g",
                Acknowledged = 2,
                Changes =
                [
                    new Change { Entity = "ticket", Op = ChangeOp.Create, OfflineId = "x", Number = 1, ServerId = key, Data = World.F("""{"title":"a"}""") },
                    new Change { Entity = "reply", Op = ChangeOp.Append, OfflineId = "y", Number = 3, ServerId = "-2", Data = World.F("""{"ticket_id":-1,"text":"b"}""") },
                    new Change { Entity = "ticket", Op = ChangeOp.Create, OfflineId = "z", Number = 4, ServerId = "-3", Data = World.F("""{"title":"c"}""") },
                ],
            },
            World.Caller("ann"));

        Assert.Equal(RejectionReason.NotFound, answer.Rejected[0].Reason);
        Assert.Equal("z", Assert.Single(answer.Applied).OfflineId);
        Assert.Single((await world.ServerStateAsync()).Keys);
    }

    [Fact]
    public async Task RestoredServer_ThatLostTheCreate_GivesAnotherKey_AndTheDeviceFollows()
    {
        var store = new InMemoryDeviceStore();
        WorldDevice device = world.DeviceWith("ann", store: store);
        Ticket ticket = await MakeAsync(device, "mine");
        await device.Errands.SaveAsync(new Errand { TicketId = ticket.Id, Text = "fetch" });
        await device.SyncAsync();
        Ticket later = (await device.Tickets.GetAsync("1"))!;
        later.Tags.Add("urgent");
        await device.Tickets.SaveAsync(later);
        await device.SyncAsync();

        var restored = new World(epoch: 0xeeee);
        await restored.PushAsync(World.Caller("eve"), new Change { Entity = "ticket", Op = ChangeOp.Create, OfflineId = "e", Data = World.F("""{"title":"eve's"}""") });
        WorldDevice again = restored.DeviceWith("ann", store: store.Reopen());
        await again.Client.SyncAsync();
        await again.SyncAsync();

        List<Ticket> tickets = await again.Tickets.ListAsync().ToListAsync();
        Assert.Equal([(1, "eve's", 0), (2, "mine", 1)], tickets.Select(t => (t.Id, t.Title, t.Tags.Count)));
        Assert.Equal(2, (await again.Errands.ListAsync().ToListAsync()).Single().TicketId);
        await HoldsNoTemporaryKeyAsync(again);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("99999999999999999999")]
    public async Task Answer_WithAKeyThatIsNone_IsNotTheServers(string key)
    {
        WorldDevice device = world.Device();
        await device.SyncAsync();
        await MakeAsync(device, "leak");
        var client = new SyncClient(world.Model, device.Store, new ScriptedKeys(key), world.Time, new CountingIds(9));

        SyncReport report = await client.SyncAsync();

        Assert.Equal(TransportFailure.NotTheServer, Assert.IsType<SyncTransportException>(report.Failure).Failure);
        Assert.Equal("leak", (await device.Tickets.GetAsync("-1"))!.Title);
    }

    private static async Task<Ticket> MakeAsync(WorldDevice device, string title)
    {
        var ticket = new Ticket { Title = title };
        await device.Tickets.SaveAsync(ticket);
        return ticket;
    }

    private static async Task RenameAsync(WorldDevice device, Ticket ticket, string title)
    {
        ticket.Title = title;
        await device.Tickets.SaveAsync(ticket);
    }

    /// <summary>The answer to a create is lost, and a pull brings what it made.</summary>
    private async Task<(WorldDevice Device, Ticket Ticket)> ShownTwiceAsync()
    {
        WorldDevice device = world.Device();
        Ticket ticket = await MakeAsync(device, "leak");
        device.Network.NextPush(TransportFault.AnswerLost);
        await device.Client.SyncAsync();
        Assert.Equal(["-1", "1"], await device.Store.ReadReplicasAsync(new ReplicaFilter { Type = "ticket" }).Select(r => r.Key).ToListAsync());
        return (device, ticket);
    }

    private async Task OthersAsync(int count) => await world.PushAsync(World.Caller("eve"),
        [.. Enumerable.Range(0, count).Select(n => new Change { Entity = "ticket", Op = ChangeOp.Create, OfflineId = string.Create(CultureInfo.InvariantCulture, $"o{n}"), Data = World.F("""{"title":"other"}""") })]);

    private static IEnumerable<string> Sent(PushRequest request) => request.Changes.Select(Text);

    private static string Text(Change change) => JsonSerializer.Serialize(change, WireJson.Instance.Change);

    /// <summary>Nothing on the device names a temporary key any more, but what was sent and the alias.</summary>
    private static async Task HoldsNoTemporaryKeyAsync(WorldDevice device)
    {
        await foreach (OutboxItem item in device.Client.ReadOutboxAsync())
            Assert.DoesNotContain(":-", JsonSerializer.Serialize(item with { Sent = null }, DeviceJson.Instance.OutboxItem).Replace("\"-", "-", StringComparison.Ordinal), StringComparison.Ordinal);
        foreach (string type in new[] { "ticket", "reply", "errand" })
        {
            await foreach (ReplicaEntity replica in device.Store.ReadReplicasAsync(new ReplicaFilter { Type = type }))
                Assert.DoesNotContain(":-", JsonSerializer.Serialize(replica, DeviceJson.Instance.ReplicaEntity).Replace("\"-", "-", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    private async Task IsAsTheServerAsync(WorldDevice device)
    {
        IReadOnlyDictionary<EntityId, PulledEntity> server = await world.ServerStateAsync();
        foreach (string type in new[] { "ticket", "reply", "errand" })
        {
            List<ReplicaEntity> replicas = await device.Store.ReadReplicasAsync(new ReplicaFilter { Type = type }).ToListAsync();
            Assert.Equal(server.Where(e => e.Key.Type == type && !e.Value.Deleted).Select(e => $"{e.Key.Key} {e.Value.Version} {e.Value.Data}").Order(StringComparer.Ordinal), replicas.Select(r => $"{r.Key} {r.Version} {r.Server}").Order(StringComparer.Ordinal));
            Assert.All(replicas, r => Assert.Equal(EntitySyncState.Synced, r.SyncState));
        }
    }

    /// <summary>Answers every create with one key.</summary>
    private sealed class ScriptedKeys(string key) : ISyncTransport
    {
        public Task<PushResponse> PushAsync(PushRequest request, CancellationToken cancellationToken = default) => Task.FromResult(PushResponse.Of(
            [.. request.Changes.Select(c => new AppliedChange { Entity = c.Entity, OfflineId = c.OfflineId, ServerId = key, NewVersion = 1, Status = AppliedStatus.Applied })],
            "epoch"));

        public Task<PullResponse> PullAsync(PullRequest request, CancellationToken cancellationToken = default) =>
            throw new SyncTransportException(TransportFailure.Unreachable, "No pull.");
    }
}
