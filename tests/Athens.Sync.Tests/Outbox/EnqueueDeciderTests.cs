using Athens.Sync.Device;
using Athens.Sync.Outbox;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Outbox;

/// <summary>Where a change goes in the outbox, and what it waits for.</summary>
public sealed class EnqueueDeciderTests
{
    private static readonly SyncModel Model = JobModel.Create();
    private static readonly DateTimeOffset At = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly DeviceState State = new() { Round = 2, LastTemporaryKey = 3 };
    private static readonly Change Edit = Look.Change("""{"title":"mine"}""", """{"title":"old"}""", 3);
    private static readonly ReplicaEntity Replica = Look.Replica("""{"title":"old"}""", 3);
    private static readonly EntityId Photo = new("photo", "p");

    private static Change OfPhoto(string job = "j") => Look.Change($$"""{"job_id":"{{job}}"}""", op: ChangeOp.Append, id: Photo) with { OfflineId = "photo" };

    private static OutboxItem Create(long position, OutboxStatus status = OutboxStatus.Pending) =>
        Look.Item(position, Look.Change("""{"title":"t"}""", op: ChangeOp.Create) with { OfflineId = "create" }, status);

    private static OutboxItem? Enqueue(DeviceDraft draft, Change change) => EnqueueDecider.Enqueue(draft, Model, change, At);

    private static string? BlockerOf(Change change, params OutboxItem[] items) => Enqueue(Look.Of(State, Replica, items), change)!.BlockedBy;

    [Fact]
    public void Change_GoesToTheEnd_AndIsShown()
    {
        DeviceDraft draft = Look.Of(State, Replica, Create(4) with { Change = OfPhoto("k") });

        OutboxItem? item = Enqueue(draft, Edit);

        Assert.Equal(Look.Text(new OutboxItem { Position = 5, Change = Edit with { SchemaVersion = 1 }, Status = OutboxStatus.Pending, CreatedAt = At }), Look.Text(item));
        Assert.Equal(Look.Text(item), Look.Text(draft.Item(5)));
        Assert.Equal(("mine", EntitySyncState.Pending), (draft.Replica(Look.Id)!.Local!["title"].ToString(), draft.Replica(Look.Id)!.SyncState));
    }

    [Fact]
    public void Change_OfANewEntity_MakesItsReplicaOfThisRound()
    {
        DeviceDraft draft = Look.Of(State, replica: null);
        Enqueue(draft, Look.Change("""{"title":"mine"}""", op: ChangeOp.Create));
        Assert.Equal((0L, 2L, "mine"), (draft.Replica(Look.Id)!.Version, draft.Replica(Look.Id)!.Round, draft.Replica(Look.Id)!.Local!["title"].ToString()));
    }

    [Fact]
    public void Change_AfterAnUnsentOne_IsJoinedToIt()
    {
        DeviceDraft draft = Look.Of(State, Replica, Look.Item(1, Look.Change("""{"notes":"n"}""", """{"notes":null}""", 3) with { OfflineId = "first" }));
        OutboxItem? item = Enqueue(draft, Edit);
        Assert.Equal((1L, "first", """{"notes":"n","title":"mine"}"""), (item!.Position, item.Change.OfflineId, item.Change.Data.ToJson()));
        Assert.Single(draft.Items);
    }

    [Fact]
    public void Change_ThatTakesTheUnsentOneBack_LeavesNothing()
    {
        DeviceDraft draft = Look.Of(State, Replica, Look.Item(1, Edit));
        Assert.Null(Enqueue(draft, Look.Change("""{"title":"old"}""", """{"title":"mine"}""", 3)));
        Assert.Empty(draft.Items);
        Assert.Equal(("old", 0), (draft.Replica(Look.Id)!.Local!["title"].ToString(), draft.ToCommit().State.Counts.Pending));
    }

    [Fact]
    public void Change_IsJoinedToTheLastUnsettledOne_OverWhatWasTakenInSince()
    {
        OutboxItem first = Look.Item(1, Look.Change("""{"notes":"n"}""", """{"notes":null}""", 3) with { OfflineId = "first" });
        OutboxItem taken = Look.Item(2, Look.Change("""{"priority":1}""") with { OfflineId = "taken" }, OutboxStatus.Synced);
        Assert.Equal(1, Enqueue(Look.Of(State, Replica, first, taken), Edit)!.Position);
        Assert.Equal(3, Enqueue(Look.Of(State, Replica, taken), Edit)!.Position);
    }

    /// <summary>Joined to the edit before it, it would reach the server before the ticket does.</summary>
    [Theory]
    [InlineData(2, OutboxStatus.Pending, ChangeOp.Create, 3)]
    [InlineData(2, OutboxStatus.Synced, ChangeOp.Create, 1)]
    [InlineData(2, OutboxStatus.Pending, ChangeOp.Update, 1)]
    [InlineData(0, OutboxStatus.Pending, ChangeOp.Create, 1)]
    public void Change_ThatRefersToWhatWasMadeAfterTheUnsentOne_StaysApart(long position, OutboxStatus status, ChangeOp op, long expected)
    {
        var id = new EntityId("errand", "e");
        OutboxItem first = Look.Item(1, Look.Change("""{"text":"a"}""", """{"text":""}""", 3, id: id) with { OfflineId = "first" });
        OutboxItem ticket = Look.Item(position, Look.Change("""{"title":"t"}""", op: op, id: new EntityId("ticket", "7")) with { OfflineId = "ticket" }, status);
        DeviceDraft draft = Look.Of(State, [Look.Replica("""{"text":"a"}""", 3, id), Look.Replica("""{"title":"t"}""", 1, new EntityId("ticket", "7"))], [.. new[] { first, ticket }.OrderBy(i => i.Position)]);
        Assert.Equal(expected, Enqueue(draft, Look.Change("""{"ticket_id":7}""", """{"ticket_id":null}""", 3, id: id))!.Position);
    }

    [Fact]
    public void Change_OfACriticalType_IsUrgent()
    {
        Assert.True(Enqueue(Look.Of(State, replica: null), Look.Change("""{"job_id":"j"}""", op: ChangeOp.Append, id: new EntityId("alarm", "a")))!.IsUrgent);
        Assert.False(Enqueue(Look.Of(State, replica: null), OfPhoto())!.IsUrgent);
    }

    [Fact]
    public void Change_OfAnUndecidedEntity_WaitsForIt()
    {
        OutboxItem undecided = Look.Item(1, Edit with { OfflineId = "first" }, OutboxStatus.Conflict);
        Assert.Equal("job/j", BlockerOf(Edit, undecided));
        Assert.Equal("job/j", BlockerOf(Edit, undecided with { Status = OutboxStatus.Failed }));
        Assert.Null(BlockerOf(Edit, undecided with { Status = OutboxStatus.Syncing }));
    }

    [Fact]
    public void Change_AfterOneThatWaits_WaitsForTheSame() =>
        Assert.Equal("job/k", BlockerOf(Edit with { Op = ChangeOp.Delete }, Look.Item(1, Look.Change("""{"status":"submitted"}""", op: ChangeOp.UpdateStatus) with { OfflineId = "first" }) with { BlockedBy = "job/k" }));

    [Fact]
    public void Change_ThatRefersToWhatIsUndecided_WaitsForThat()
    {
        Assert.Equal("job/j", BlockerOf(OfPhoto(), Create(1, OutboxStatus.Failed)));
        Assert.Equal("job/x", BlockerOf(OfPhoto(), Create(1) with { BlockedBy = "job/x" }));
        Assert.Null(BlockerOf(OfPhoto(), Create(1)));
        Assert.Null(BlockerOf(OfPhoto("k"), Create(1, OutboxStatus.Failed)));
        Assert.Null(BlockerOf(OfPhoto(), Look.Item(1, Edit with { OfflineId = "first" }, OutboxStatus.Conflict)));
    }

    [Fact]
    public void Change_IsNotHeldByWhatComesAfterIt()
    {
        DeviceDraft draft = Look.Of(State, Replica, Look.Item(5, Edit), Look.Item(6, Edit with { OfflineId = "after" }, OutboxStatus.Conflict));
        Assert.Null(EnqueueDecider.Blocker(draft, Model.Entity("job"), Look.Id, Edit.Data, 5));
        Assert.Null(EnqueueDecider.Blocker(draft, Model.Entity("job"), Look.Id, Edit.Data, 6));
        Assert.Equal("job/j", EnqueueDecider.Blocker(draft, Model.Entity("job"), Look.Id, Edit.Data, 7));
    }

    [Theory]
    [InlineData("-5", 5)]
    [InlineData("-2", 3)]
    [InlineData("7", 3)]
    public void TemporaryKey_IsNotMadeAgain(string key, long last)
    {
        DeviceDraft draft = Look.Of(State, replica: null);
        Enqueue(draft, Look.Change("""{"site_id":"north","title":"t"}""", op: ChangeOp.Create, id: new EntityId("ticket", key)));
        Assert.Equal(last, draft.State.LastTemporaryKey);
    }

    [Fact]
    public void TemporaryKey_KnowsWhatNamesIt()
    {
        var ticket = new EntityId("ticket", "-4");
        DeviceDraft draft = Look.Of(State, replica: null);
        Enqueue(draft, Look.Change("""{"site_id":"north","title":"t"}""", op: ChangeOp.Create, id: ticket));
        Enqueue(draft, Look.Change("""{"ticket_id":-4,"text":"t"}""", op: ChangeOp.Create, id: new EntityId("reply", "-5")) with { OfflineId = "reply" });
        Assert.Equal([1L, 2L], draft.Replica(ticket)!.NamedBy!);
    }

    [Fact]
    public void WhatTheWireCannotCarry_IsRefusedAtOnce()
    {
        int most = SyncLimits.Default.KeyCharsMax;
        Assert.NotNull(Enqueue(Look.Of(State, replica: null), Look.Change("{}", op: ChangeOp.Create, id: new EntityId("job", new string('k', most)))));
        Assert.Contains("longer than", Refused(Look.Change("{}", op: ChangeOp.Create, id: new EntityId("job", new string('k', most + 1)))), StringComparison.Ordinal);
        Assert.Contains("surrogate", Refused(Look.Change("{}", op: ChangeOp.Create, id: new EntityId("job", "\ud800"))), StringComparison.Ordinal);
        Assert.Contains("title", Refused(Edit with { Data = FieldValues.From([KeyValuePair.Create("title", World.J($"\"{new string('x', 70_000)}\""))]) }), StringComparison.Ordinal);

        static string Refused(Change change)
        {
            DeviceDraft draft = Look.Of(State, replica: null);
            string message = Assert.Throws<ChangeRefusedException>(() => Enqueue(draft, change)).Message;
            Assert.False(draft.IsChanged);
            return message;
        }
    }

    [Fact]
    public void Query_LooksAtTheEntity_AndAtThoseThatItRefersTo() =>
        Assert.Equal([Photo, Look.Id], EnqueueDecider.Query(Model, Photo, OfPhoto().Data).Entities);
}
