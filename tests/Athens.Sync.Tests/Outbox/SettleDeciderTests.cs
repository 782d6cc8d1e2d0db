using Athens.Sync.Device;
using Athens.Sync.Outbox;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Outbox;

/// <summary>What each verdict does to the change, to what comes after it, and to what is shown.</summary>
public sealed class SettleDeciderTests
{
    private static readonly SyncModel Model = JobModel.Create();
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly DeviceState State = new() { Generation = "g", NextNumber = 9, Round = 2, Epoch = "e" };
    private static readonly OutboxItem Sent = Look.Item(5, Look.Change("""{"title":"mine"}""", """{"title":"old"}""", 3) with { Number = 4 }, OutboxStatus.Syncing) with { Generation = "g", Attempts = 1 };
    private static readonly ReplicaEntity Replica = Look.Replica("""{"title":"old","notes":"n"}""", 3) with { Round = 2 };

    private static AppliedChange Applied(AppliedStatus status = AppliedStatus.Applied, long version = 4, string? data = null) => new()
    {
        Entity = "job",
        OfflineId = "mine",
        ServerId = "j",
        NewVersion = version,
        Status = status,
        Data = data is null ? null : World.F(data),
    };

    private static ConflictedChange Conflict(ConflictReason reason) => new() { Entity = "job", OfflineId = "mine", ServerId = "j", Reason = reason };

    private static readonly RejectedChange Rejection = new() { Entity = "job", OfflineId = "mine", Reason = RejectionReason.ValidationError };

    private static DeviceDraft Settle(Outcome verdict, ReplicaEntity? replica, params OutboxItem[] items) => Settle(State, verdict, replica, items);

    private static DeviceDraft Settle(DeviceState state, Outcome verdict, ReplicaEntity? replica, params OutboxItem[] items)
    {
        DeviceDraft draft = Look.Of(state, replica, items);
        SettleDecider.Settle(draft, Model, [Sent], new PushRequest { DeviceId = "d", Changes = [Sent.Change] }, PushResponse.Of([verdict], "told"), Now);
        return draft;
    }

    private static OutboxItem Next(string data, string replaced, long? version = 3) =>
        Look.Item(6, Look.Change(data, replaced, version) with { OfflineId = "next" });

    /// <summary>Somebody had deleted it before the feed began, so that no pull tells of it: shown for ever it would hide what is edited after (day 55,874).</summary>
    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 0)]
    public void Applied_ADelete_WhoseVersionThePullMayHaveLeftOut_IsSweptWithTheNext(long version, long replays)
    {
        OutboxItem delete = Sent with { Change = Sent.Change with { Op = ChangeOp.Delete, Data = FieldValues.Empty } };

        DeviceDraft draft = Settle(Applied(version: version), Replica with { Version = 0, IsDeleted = true }, delete);

        Assert.Equal((replays, replays > 0), (draft.State.Replays, draft.Item(5)!.IsShown));
    }

    [Fact]
    public void Applied_AsTheNextVersion_MovesTheReplicaOn()
    {
        DeviceDraft draft = Settle(Applied(data: """{"priority":7}"""), Replica, Sent);

        Assert.Equal(Look.Text(Sent with
        {
            Status = OutboxStatus.Synced,
            SettledAt = Now,
            ConfirmedVersion = 4,
            Result = World.F("""{"title":"mine","priority":7}"""),
            IsShown = false,
        }), Look.Text(draft.Item(5)!));
        FieldValues server = World.F("""{"title":"mine","notes":"n","priority":7}""");
        Assert.Equal(Look.Text(Replica with { Version = 4, Server = server, Local = server, Round = 2 }), Look.Text(draft.Replica(Look.Id)!));
        Assert.Equal(0, draft.State.Replays);
    }

    /// <summary>Under its key the new history may hold something else.</summary>
    [Fact]
    public void Applied_OverAReplicaThatAFreshPullHasNotToldOf_LeavesItToThePull()
    {
        ReplicaEntity unconfirmed = Replica with { Round = 1 };
        DeviceDraft draft = Settle(Applied(), unconfirmed, Sent);

        Assert.Equal((3L, "old", "mine"), (draft.Replica(Look.Id)!.Version, draft.Replica(Look.Id)!.Server!["title"].ToString(), draft.Replica(Look.Id)!.Local!["title"].ToString()));
        Assert.True(draft.Item(5)!.IsShown);
    }

    /// <summary>What was never pulled can be of no lost history, and of what a fresh pull swept away no state is left that could be wrong.</summary>
    [Fact]
    public void Applied_AsTheFirstVersion_OverAReplicaWithoutOne_MovesItOn_WhateverWasPulledAfreshSince()
    {
        OutboxItem create = Sent with { Change = Sent.Change with { Op = ChangeOp.Create, Base = null } };
        DeviceDraft draft = Settle(Applied(version: 1), Replica with { Version = 0, Server = null, Round = 1 }, create);

        Assert.Equal((1L, 2L, "mine", false), (draft.Replica(Look.Id)!.Version, draft.Replica(Look.Id)!.Round, draft.Replica(Look.Id)!.Server!["title"].ToString(), draft.Item(5)!.IsShown));
    }

    /// <summary>What others wrote between is not known here: the change stays shown until a pull brings it all.</summary>
    [Theory]
    [InlineData(AppliedStatus.Applied, 5, 0)]
    [InlineData(AppliedStatus.Merged, 4, 0)]
    [InlineData(AppliedStatus.AlreadyApplied, 4, 1)]
    public void TakenIn_OtherThanAsTheNextVersion_LeavesTheReplicaToThePull(AppliedStatus status, long version, long replays)
    {
        DeviceDraft draft = Settle(Applied(status, version), Replica, Sent);

        Assert.Equal((3L, "old", "mine"), (draft.Replica(Look.Id)!.Version, draft.Replica(Look.Id)!.Server!["title"].ToString(), draft.Replica(Look.Id)!.Local!["title"].ToString()));
        Assert.Equal((OutboxStatus.Synced, true), (draft.Item(5)!.Status, draft.Item(5)!.IsShown));
        Assert.Equal(replays, draft.State.Replays);
    }

    [Theory]
    [InlineData(AppliedStatus.Applied)]
    [InlineData(AppliedStatus.AlreadyApplied)]
    public void TakenIn_WhereAPullBroughtItAlready_IsShownNoLonger(AppliedStatus status)
    {
        DeviceDraft draft = Settle(Applied(status), Look.Replica("""{"title":"pulled"}""", 4) with { Round = 2 }, Sent);

        Assert.Equal((false, "pulled", 4L, 0L), (draft.Item(5)!.IsShown, draft.Replica(Look.Id)!.Local!["title"].ToString(), draft.Replica(Look.Id)!.Version, draft.State.Replays));
    }

    [Fact]
    public void TakenIn_WhereTheReplicaIsGone_MakesNone()
    {
        DeviceDraft draft = Settle(Applied(), replica: null, Sent);
        Assert.Null(draft.Replica(Look.Id));
        Assert.False(draft.Item(5)!.IsShown);
    }

    [Fact]
    public void Create_ThatIsTakenIn_IsWhatItSaid_AndNothingOfAFormerLife()
    {
        OutboxItem create = Sent with { Change = Look.Change("""{"title":"mine"}""", op: ChangeOp.Create) };
        DeviceDraft draft = Settle(Applied(data: """{"status":"draft"}"""), Replica with { IsDeletedHere = true, Local = null }, create);
        Assert.Equal("""{"title":"mine","status":"draft"}""", draft.Replica(Look.Id)!.Server!.ToJson());
        Assert.False(draft.Replica(Look.Id)!.IsDeletedHere);
    }

    [Fact]
    public void Delete_ThatIsTakenIn_IsRememberedAsThisDevicesOwn()
    {
        OutboxItem delete = Sent with { Change = Look.Change("{}", op: ChangeOp.Delete, version: 3) };
        ReplicaEntity replica = Settle(Applied(), Replica with { Local = null }, delete).Replica(Look.Id)!;
        Assert.Equal((true, true, 4L), (replica.IsDeleted, replica.IsDeletedHere, replica.Version));
        Assert.Null(replica.Local);
    }

    [Theory]
    [InlineData(AppliedStatus.Applied, 4)]
    [InlineData(AppliedStatus.Merged, 3)]
    [InlineData(AppliedStatus.AlreadyApplied, 3)]
    public void Successor_IsMadeOnTheResult_WhereNothingElseCameBetween(AppliedStatus status, long madeOn) =>
        Assert.Equal(madeOn, Settle(Applied(status), Replica, Sent, Next("""{"notes":"o"}""", """{"notes":"n"}""")).Item(6)!.Change.ClientVersion);

    [Fact]
    public void Successor_MadeOnAnotherVersion_StaysOnThat() =>
        Assert.Equal(2, Settle(Applied(), Replica, Sent, Next("""{"notes":"o"}""", """{"notes":"n"}""", 2)).Item(6)!.Change.ClientVersion);

    [Fact]
    public void Predecessor_AndWhatIsUnderWay_StayAsTheyAre()
    {
        OutboxItem before = Look.Item(4, Look.Change("""{"notes":"o"}""", """{"notes":"n"}""", 3) with { OfflineId = "before" });
        OutboxItem underWay = Next("""{"notes":"o"}""", """{"notes":"n"}""") with { Status = OutboxStatus.Syncing };
        DeviceDraft draft = Settle(Applied(), Replica, before, Sent, underWay);
        Assert.Equal([Look.Text(before), Look.Text(underWay)], new[] { 4L, 6 }.Select(position => Look.Text(draft.Item(position)!)));
    }

    /// <summary>The server wrote the value in its own way: what replaces it is to say so in that way, where it meant this value.</summary>
    [Theory]
    [InlineData("""{"title":"mine"}""", """{"title":"Mine"}""")]
    [InlineData("""{"title":"pulled"}""", """{"title":"pulled"}""")]
    [InlineData("""{"notes":"mine"}""", """{"notes":"mine"}""")]
    public void Successor_ReplacesTheValueAsTheServerWroteIt(string replaced, string then)
    {
        DeviceDraft draft = Settle(Applied(data: """{"title":"Mine","notes":"told"}"""), Replica, Sent, Next("""{"title":"next"}""", replaced));
        Assert.Equal(then, draft.Item(6)!.Change.Base!.ToJson());
    }

    [Fact]
    public void Successor_WithoutABase_GetsNone()
    {
        OutboxItem next = Look.Item(6, Look.Change("""{"title":"next"}""", version: 3) with { OfflineId = "next" });
        Assert.Null(Settle(Applied(data: """{"title":"Mine"}"""), Replica, Sent, next).Item(6)!.Change.Base);
    }

    [Fact]
    public void Conflict_IsKeptWithItsVerdict_AndHoldsWhatComesAfterIt()
    {
        ConflictedChange conflict = Conflict(ConflictReason.StaleVersion);
        OutboxItem before = Look.Item(4, Look.Change("""{"notes":"o"}""") with { OfflineId = "before" });
        OutboxItem underWay = Next("""{"notes":"q"}""", "{}") with { Position = 7, Status = OutboxStatus.Syncing };
        OutboxItem other = Look.Item(8, Look.Change("{}", id: new EntityId("job", "k")) with { OfflineId = "other" });

        DeviceDraft draft = Settle(conflict, Replica, before, Sent, Next("""{"notes":"o"}""", "{}"), underWay, other);

        Assert.Equal(Look.Text(Sent with { Status = OutboxStatus.Conflict, Conflict = conflict, Round = 2, SettledAt = Now }), Look.Text(draft.Item(5)!));
        Assert.Equal([null, null, "job/j", null, null], draft.Items.Select(item => item.BlockedBy));
        Assert.Equal((EntitySyncState.Conflict, "mine"), (draft.Replica(Look.Id)!.SyncState, draft.Replica(Look.Id)!.Local!["title"].ToString()));
    }

    [Fact]
    public void Rejection_IsKeptWithItsVerdict_AndHoldsWhatComesAfterIt()
    {
        DeviceDraft draft = Settle(Rejection, Replica, Sent, Next("""{"notes":"o"}""", "{}"));

        Assert.Equal(Look.Text(Sent with { Status = OutboxStatus.Failed, Rejection = Rejection, SettledAt = Now }), Look.Text(draft.Item(5)!));
        Assert.Equal("job/j", draft.Item(6)!.BlockedBy);
        Assert.Equal(EntitySyncState.Failed, draft.Replica(Look.Id)!.SyncState);
    }

    [Fact]
    public void NotTried_IsAsIfItHadNeverBeenSent_AndWaitsForWhatItBuildsOn()
    {
        OutboxItem undecided = Look.Item(4, Look.Change("""{"notes":"o"}""") with { OfflineId = "before" }, OutboxStatus.Conflict);
        OutboxItem sent = Sent with { Sent = Sent.Change };

        DeviceDraft draft = Settle(Conflict(ConflictReason.PredecessorUnresolved), Replica, undecided, sent);

        Assert.Equal(Look.Text(sent with { Status = OutboxStatus.Pending, Sent = null, Change = sent.Change with { Number = null }, BlockedBy = "job/j" }), Look.Text(draft.Item(5)!));
    }

    [Fact]
    public void NotTried_WithNothingUndecidedHere_GoesOutAgain() =>
        Assert.True(Settle(Conflict(ConflictReason.PredecessorUnresolved), Replica, Sent).Item(5)!.IsSendable);

    /// <summary>While the answer was under way, somebody decided on the change, or another one took its place.</summary>
    [Fact]
    public void Verdict_OnWhatIsNoLongerUnderWay_IsPassedOver()
    {
        OutboxItem decided = Sent with { Status = OutboxStatus.Failed };
        OutboxItem another = Sent with { Change = Sent.Change with { OfflineId = "another" } };
        foreach (OutboxItem item in new[] { decided, another })
            Assert.Equal(Look.Text(item), Look.Text(Settle(Applied(), Replica, item).Item(5)!));
        Assert.Null(Settle(Applied(), Replica).Item(5));
    }

    [Theory]
    [InlineData(null, "told")]
    [InlineData("e", "e")]
    public void Epoch_IsLearntOnce(string? known, string then) =>
        Assert.Equal(then, Settle(State with { Epoch = known }, Applied(), Replica, Sent).State.Epoch);

    [Fact]
    public void Decisions_ThatWereTold_AreToldNoMore()
    {
        ResolvedConflict[] decisions = [.. new[] { "one", "two" }.Select(id => new ResolvedConflict { OfflineId = id, Resolution = ResolutionKind.Discard })];
        DeviceDraft draft = Look.Of(State with { Resolutions = decisions }, Replica);
        SettleDecider.Settle(draft, Model, [], new PushRequest { DeviceId = "d", Resolutions = [decisions[0]] }, PushResponse.Of([], "e"), Now);
        Assert.Equal([decisions[1]], draft.State.Resolutions);
    }

    [Theory]
    [InlineData("g", 4L, new[] { 2L, 4L })]
    [InlineData("before", 4L, new[] { 2L })]
    [InlineData("g", null, new[] { 2L })]
    public void SetAside_HoldsTheMarkAtItsNumber_WhereItHasOneOfThePresentGeneration(string generation, long? number, long[] held)
    {
        OutboxItem item = Sent with { Generation = generation, Change = Sent.Change with { Number = number } };
        DeviceDraft draft = Look.Of(State with { SetAside = [2] }, Replica, item, Next("""{"notes":"o"}""", "{}"));

        SettleDecider.SetAside(draft, Model, item, "why", Now);

        OutboxItem aside = draft.Item(5)!;
        Assert.Equal((OutboxStatus.Failed, true, "why", Now), (aside.Status, aside.IsSetAside, aside.Rejection!.Detail.ToString(), aside.SettledAt));
        Assert.Equal((RejectionReason.ValidationError, "job", "mine"), (aside.Rejection.Reason, aside.Rejection.Entity, aside.Rejection.OfflineId));
        Assert.Equal("job/j", draft.Item(6)!.BlockedBy);
        Assert.Equal(held, draft.State.SetAside);
        Assert.Equal(EntitySyncState.Failed, draft.Replica(Look.Id)!.SyncState);
    }

    [Fact]
    public void SetAside_OfWhatHasItsVerdict_DoesNothing()
    {
        DeviceDraft draft = Look.Of(State, Replica, Sent with { Status = OutboxStatus.Synced });
        SettleDecider.SetAside(draft, Model, Sent, "why", Now);
        Assert.False(draft.IsChanged);
        Assert.Empty(draft.State.SetAside);
    }
}
