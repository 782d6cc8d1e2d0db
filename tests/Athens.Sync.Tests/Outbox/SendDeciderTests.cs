using Athens.Sync.Device;
using Athens.Sync.Outbox;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Outbox;

/// <summary>What goes into the next push, and as what.</summary>
public sealed class SendDeciderTests
{
    private static readonly SyncModel Model = JobModel.Create();
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly DeviceState State = new() { DeviceId = "d", FormerDeviceId = "f", Generation = "g", NextNumber = 9, Epoch = "e" };
    private static readonly OutboxItem Edit = Look.Item(5, Look.Change("""{"title":"mine"}""", """{"title":"old"}""", 3));

    private static OutboxItem Photo(long position, string id = "p", string job = "j", string type = "photo") =>
        Look.Item(position, Look.Change($$"""{"job_id":"{{job}}"}""", op: ChangeOp.Append, id: new EntityId(type, id)) with { OfflineId = id });

    private static DeviceDraft Draft(params OutboxItem[] items) => Look.Of(State, Look.Replica("""{"title":"old"}""", 3), items);

    private static IReadOnlyList<OutboxItem> Freeze(DeviceDraft draft) => SendDecider.Freeze(draft, Model, draft.Items.Select(item => item.Position).ToList(), []);

    private static PushRequest Request(DeviceState state, params OutboxItem[] batch) => SendDecider.Request(state, Model, batch, [], "north", Now);

    [Fact]
    public void NeverSent_GetsTheNextNumber_AndIsUnderWay()
    {
        DeviceDraft draft = Draft(Edit, Photo(6, job: "k"));

        IReadOnlyList<OutboxItem> batch = Freeze(draft);

        Assert.Equal(Look.Text(Edit with { Status = OutboxStatus.Syncing, Generation = "g", Attempts = 1, Change = Edit.Change with { Number = 9 } }), Look.Text(batch[0]));
        Assert.Equal([9L, 10L], batch.Select(item => item.Change.Number!.Value));
        Assert.Equal(11, draft.State.NextNumber);
        Assert.Equal(batch.Select(Look.Text), draft.Items.Select(Look.Text));
    }

    [Fact]
    public void UnderWay_KeepsItsNumber_AndIsCounted()
    {
        OutboxItem sent = Edit with { Status = OutboxStatus.Syncing, Generation = "before", Attempts = 2, Change = Edit.Change with { Number = 4 } };
        DeviceDraft draft = Draft(sent);
        Assert.Equal(Look.Text(sent with { Attempts = 3 }), Look.Text(Assert.Single(Freeze(draft))));
        Assert.Equal(9, draft.State.NextNumber);
    }

    [Fact]
    public void UnderWay_WhoseNumberWasOfAFormerGeneration_GetsOneOfThis()
    {
        OutboxItem sent = Assert.Single(Freeze(Draft(Edit with { Status = OutboxStatus.Syncing })));
        Assert.Equal((9L, "g", 1), (sent.Change.Number, sent.Generation, sent.Attempts));
    }

    [Theory]
    [InlineData(OutboxStatus.Conflict)]
    [InlineData(OutboxStatus.Failed)]
    [InlineData(OutboxStatus.Synced)]
    public void Settled_IsNotSent(OutboxStatus status) => Assert.Empty(Freeze(Draft(Edit with { Status = status })));

    [Fact]
    public void WhatWaits_OrIsNotThere_IsNotSent()
    {
        Assert.Empty(Freeze(Draft(Edit with { BlockedBy = "job/k" })));
        Assert.Empty(SendDecider.Freeze(Draft(Edit), Model, [77], []));
    }

    [Fact]
    public void WhatTurnsOutToWait_IsMarked_AndGetsNoNumber()
    {
        OutboxItem undecided = Edit with { Position = 4, Status = OutboxStatus.Conflict };
        DeviceDraft draft = Draft(undecided, Edit);

        Assert.Empty(Freeze(draft));

        Assert.Equal(Look.Text(Edit with { BlockedBy = "job/j" }), Look.Text(draft.Item(5)!));
        Assert.Equal(9, draft.State.NextNumber);
    }

    [Fact]
    public void UnderWay_GoesOut_WhateverItWaitsFor() =>
        Assert.Equal([5L], Freeze(Draft(Edit with { Position = 4, Status = OutboxStatus.Conflict }, Edit with { Status = OutboxStatus.Syncing })).Select(item => item.Position));

    [Fact]
    public void Involved_AreTheChangesEntities_AndThoseThatTheyReferTo_EachOnce() =>
        Assert.Equal(
            [Look.Id, new EntityId("photo", "p"), new EntityId("job", "k")],
            SendDecider.Involved(Model, [Edit, Photo(6, job: "k"), Photo(7, job: "j") with { Change = Photo(6).Change }]).Order().OrderBy(id => id == Look.Id ? 0 : id.Type == "photo" ? 1 : 2));

    /// <summary>An alarm about a new job goes first, and with it the job's create; the job's later edits need not.</summary>
    [Fact]
    public void Urgent_TakesAlongWhatItCannotDoWithout()
    {
        OutboxItem create = Look.Item(1, Look.Change("{}", op: ChangeOp.Create) with { OfflineId = "create" });
        OutboxItem edit = Edit with { Position = 2 };
        OutboxItem elsewhere = Look.Item(3, Look.Change("{}", op: ChangeOp.Create, id: new EntityId("job", "k")) with { OfflineId = "k" });
        OutboxItem earlier = Photo(4, "a", type: "alarm");
        OutboxItem alarm = Photo(5, "a", type: "alarm");
        OutboxItem later = Photo(6, "a", type: "alarm");
        var view = new DeviceView { State = State, Items = [create, edit, elsewhere, earlier, alarm, later] };

        Assert.Equal([1L, 4L], SendDecider.Prerequisites(Model, view, [alarm]).Select(item => item.Position).Order());
        Assert.Equal([1L, 4L], SendDecider.Prerequisites(Model, view, [alarm, later]).Select(item => item.Position).Order());
        Assert.Empty(SendDecider.Prerequisites(Model, view, [create, earlier, alarm]));
    }

    [Fact]
    public void Urgent_TakesNothingAlongThatCannotBeSent()
    {
        OutboxItem create = Look.Item(1, Look.Change("{}", op: ChangeOp.Create) with { OfflineId = "create" });
        OutboxItem alarm = Photo(5, "a", type: "alarm");
        foreach (OutboxItem stuck in new[] { create with { Status = OutboxStatus.Conflict }, create with { BlockedBy = "job/k" }, create with { Status = OutboxStatus.Synced } })
            Assert.Empty(SendDecider.Prerequisites(Model, new DeviceView { State = State, Items = [stuck, alarm] }, [alarm]));
    }

    [Fact]
    public void Request_SaysWhoAsks()
    {
        OutboxItem sent = Edit with { Status = OutboxStatus.Syncing, Change = Edit.Change with { Number = 7 } };
        PushRequest request = Request(State, sent);
        Assert.Equal(
            ("d", "f", "g", "e", "north", Now, 1),
            (request.DeviceId, request.FormerDeviceId, request.Generation, request.Epoch, request.Scope, request.ClientTime, request.SchemaVersion));
        Assert.Equal([Look.Text(sent.Change)], request.Changes.Select(Look.Text));
        Assert.Null(request.Keys);
    }

    /// <summary>Up to which number every verdict is on the disk: below the least that is under way, and below what was set aside.</summary>
    [Theory]
    [InlineData(null, null, 8)]
    [InlineData(7L, null, 6)]
    [InlineData(7L, 3L, 2)]
    [InlineData(2L, 3L, 1)]
    [InlineData(null, 3L, 2)]
    public void Mark_IsBelowWhatHasNoVerdict(long? underWay, long? aside, long acknowledged)
    {
        OutboxItem[] batch = underWay is null ? [] : [Edit with { Change = Edit.Change with { Number = 8 } }, Edit with { Change = Edit.Change with { Number = underWay } }];
        Assert.Equal(acknowledged, Request(State with { SetAside = aside is null ? [] : [aside.Value, 5] }, batch).Acknowledged);
    }

    /// <summary>A change that was set aside holds the mark for ten thousand numbers, and then no longer.</summary>
    [Theory]
    [InlineData(10_003, 2)]
    [InlineData(10_004, 10_003)]
    public void Mark_IsNotHeldForEver(long next, long acknowledged) =>
        Assert.Equal(acknowledged, Request(State with { SetAside = [3], NextNumber = next }).Acknowledged);

    [Fact]
    public void Decisions_GoAHundredAtATime()
    {
        ResolvedConflict[] decisions = [.. Enumerable.Range(0, 101).Select(n => new ResolvedConflict { OfflineId = $"o{n}", Resolution = ResolutionKind.Discard })];
        Assert.Equal(decisions.Take(100), Request(State with { Resolutions = decisions }).Resolutions);
    }

    /// <summary>What was sent under temporary keys goes out as it was, and the keys that the server gave since beside it.</summary>
    [Fact]
    public void Keys_ThatWereGivenSince_GoBesideWhatWasSentWithoutThem()
    {
        Change now = Look.Change("""{"ticket_id":7,"text":"t"}""", op: ChangeOp.Create, id: new EntityId("reply", "-2")) with { Number = 7 };
        OutboxItem reply = Edit with { Change = now, Sent = now with { Number = null, Data = World.F("""{"ticket_id":-1,"text":"t"}""") } };

        PushRequest request = Request(State, reply, reply with { Position = 6 });

        Assert.Equal([new AssignedKey("ticket", "-1", "7")], request.Keys!);
        Assert.Equal(("-1", 7L), (request.Changes[0].Data["ticket_id"].ToString(), request.Changes[0].Number));
        Assert.Null(Request(State, reply with { Sent = now }).Keys);
    }

    /// <summary>What an app sent before it numbered its schemas is of the first: it names keys by the fields of that one.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    public void Keys_OfWhatWasSentUnderAnEarlierSchema_AreFoundByItsFields(int? schema)
    {
        SyncModel later = SyncModel.Create(m => m.SchemaVersion(2)
            .Upcast("reply", 1, values => values.Find("ticket") is { } ticket ? values.Where(name => name != "ticket").With("ticket_id", ticket) : values)
            .Entity<Ticket>("ticket", e => e.Key(t => t.Id).ServerAssignedKey().Scope(t => t.SiteId).Fields(t => t.Title, t => t.Tags, t => t.DuplicateOf))
            .Entity<Reply>("reply", e => e.Key(r => r.Id).ServerAssignedKey().Parent("ticket", r => r.TicketId).Fields(r => r.Text)));
        Change now = Look.Change("""{"ticket_id":7,"text":"t"}""", op: ChangeOp.Create, id: new EntityId("reply", "-2")) with { Number = 7, SchemaVersion = 2 };
        OutboxItem reply = Edit with { Change = now, Sent = now with { SchemaVersion = schema, Data = World.F("""{"ticket":-1,"text":"t"}""") } };

        Assert.Equal([new AssignedKey("ticket", "-1", "7")], SendDecider.Request(State, later, [reply], [], "north", Now).Keys!);
    }
}
