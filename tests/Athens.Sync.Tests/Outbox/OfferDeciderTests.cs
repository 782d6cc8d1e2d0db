using Athens.Sync.Changes;
using Athens.Sync.Device;
using Athens.Sync.Outbox;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Outbox;

/// <summary>What a device offers again to a server that was restored.</summary>
public sealed class OfferDeciderTests
{
    private static readonly SyncModel Model = JobModel.Create();
    private static readonly DeviceState State = new() { Generation = "g", Round = 3, OffersAgain = true };

    private static readonly OutboxItem Taken = Look.Item(5, Look.Change("""{"title":"mine"}""", """{"title":"old"}""", 3) with { Number = 41 }, OutboxStatus.Synced) with
    {
        Generation = "g",
        SettledAt = DateTimeOffset.UnixEpoch,
        ConfirmedVersion = 4,
        Result = World.F("""{"title":"mine"}"""),
        IsShown = false,
    };

    [Fact]
    public void Change_AboveTheMark_IsLost()
    {
        Assert.True(OfferDecider.IsLost(Taken, State, 40));
        Assert.False(OfferDecider.IsLost(Taken, State, 41));
        Assert.False(OfferDecider.IsLost(Taken with { Generation = "before" }, State, 40));
        Assert.False(OfferDecider.IsLost(Taken with { ConfirmedVersion = null }, State, 40));
        Assert.False(OfferDecider.IsLost(Taken with { Change = Taken.Change with { Number = null } }, State, 40));
        Assert.All(
            Enum.GetValues<OutboxStatus>().Except([OutboxStatus.Synced]),
            status => Assert.False(OfferDecider.IsLost(Taken with { Status = status }, State, 40)));
    }

    [Fact]
    public void Change_ThatIsOffered_GoesOutAsItWasSent_AndIsShown()
    {
        DeviceDraft draft = Look.Of(State, Look.Replica("""{"title":"old","notes":"n"}""", 3), Taken);

        Assert.True(OfferDecider.Offer(draft, Model, [5]));

        Assert.Equal(
            Look.Text(Taken with { Status = OutboxStatus.Syncing, SettledAt = null, ConfirmedVersion = null, Result = null, IsShown = true }),
            Look.Text(Assert.Single(draft.Items)));
        Assert.Equal("""{"title":"mine","notes":"n"}""", draft.Replica(Look.Id)!.Local!.ToJson());
        Assert.False(draft.State.OffersAgain);
    }

    [Fact]
    public void Change_WhoseEntityIsHereNoMore_IsShownAgain()
    {
        DeviceDraft draft = Look.Of(State, replica: null, Taken with { Change = Look.Change("""{"title":"mine"}""", op: ChangeOp.Create) });

        OfferDecider.Offer(draft, Model, [5]);

        ReplicaEntity replica = draft.Replica(Look.Id)!;
        Assert.Equal(("mine", 0, 3, EntitySyncState.Pending), (replica.Local!["title"].ToString(), replica.Version, replica.Round, replica.SyncState));
    }

    [Fact]
    public void Change_ThatWasDecidedOnMeanwhile_OrIsGone_IsNotOffered()
    {
        OutboxItem pending = Taken with { Position = 6, Status = OutboxStatus.Pending };
        DeviceDraft draft = Look.Of(State, Look.Replica("""{"title":"old"}""", 3), Taken, pending);

        OfferDecider.Offer(draft, Model, [6, 7]);

        Assert.Equal([Look.Text(Taken), Look.Text(pending)], draft.Items.Select(Look.Text));
        Assert.False(draft.State.OffersAgain);
    }

    [Fact]
    public void Offer_OfNothing_LeavesTheReplicaAsItIs()
    {
        DeviceDraft draft = Look.Of(State, Look.Replica("""{"title":"old"}""", 3));
        Assert.True(OfferDecider.Offer(draft, Model, []));
        Assert.False(draft.IsChanged);
        Assert.False(draft.State.OffersAgain);
    }

    [Fact]
    public void Key_ThatTheLostCreateWasGiven_IsTakenBack()
    {
        OutboxItem create = Looked(1, ChangeOp.Create, sent: "-1", now: "7");
        var view = new DeviceView
        {
            State = State,
            Items =
            [
                create,
                Looked(2, ChangeOp.Create, sent: "8", now: "8"),
                Looked(3, ChangeOp.Update, sent: "-2", now: "9"),
                Looked(4, ChangeOp.Create, sent: "-3", now: "10") with { Status = OutboxStatus.Pending },
                create with { Position = 5, Sent = null },
            ],
        };

        KeyMap keys = OfferDecider.TakenBack(Model, view);

        Assert.Equal([new EntityId("ticket", "7")], keys.From);
        Assert.Equal([new EntityId("ticket", "-1")], keys.To);
    }

    [Fact]
    public void Create_WhoseKeyIsTakenBack_IsOfferedUnderItsTemporaryOne()
    {
        OutboxItem reply = Look.Item(2, Look.Change("""{"ticket_id":7,"text":"t"}""", op: ChangeOp.Create, id: new EntityId("reply", "-2"))) with { BlockedBy = "ticket/7" };
        DeviceDraft draft = Look.Of(State, [Look.Replica("""{"site_id":"north","title":"t"}""", 1, new EntityId("ticket", "7"))], Looked(1, ChangeOp.Create, sent: "-1", now: "7"), reply);

        OfferDecider.Offer(draft, Model, [1]);

        Assert.Equal((OutboxStatus.Syncing, "-1"), (draft.Item(1)!.Status, draft.Item(1)!.Change.ServerId));
        Assert.Null(draft.Item(1)!.Sent);
        Assert.Equal(("-1", "ticket/-1"), (draft.Item(2)!.Change.Data["ticket_id"].ToString(), draft.Item(2)!.BlockedBy));
        Assert.Equal("t", draft.Replica(new EntityId("ticket", "-1"))!.Local!["title"].ToString());
    }

    private static OutboxItem Looked(long position, ChangeOp op, string sent, string now)
    {
        Change change = Look.Change("""{"site_id":"north","title":"t"}""", op: op, id: new EntityId("ticket", now)) with { Number = 40 + position };
        return Taken with { Position = position, Change = change, Sent = change with { ServerId = sent } };
    }
}
