using Athens.Sync.Changes;
using Athens.Sync.Device;
using Athens.Sync.Replica;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Replica;

/// <summary>What a page of the feed does to the replica, also one that is late, repeated, or of a server that goes back.</summary>
public sealed class PageDeciderTests
{
    private static readonly SyncModel Model = JobModel.Create();
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DeviceState State = new() { Round = 2, Epoch = "e", Checkpoints = new Dictionary<string, string> { ["/default"] = "c1", ["south/default"] = "s1" } };
    private static readonly PullRequest Request = new() { Checkpoint = "c1" };
    private static readonly ReplicaEntity Held = Look.Replica("""{"title":"held"}""", 5) with { Scope = "north", Round = 2 };

    private static PulledEntity Pulled(long version, string? data = """{"title":"pulled"}""", bool left = false) => new()
    {
        Entity = "job",
        ServerId = "j",
        Version = version,
        Deleted = data is null,
        Left = left,
        Data = data is null ? null : World.F(data),
    };

    private static PullResponse Page(params PulledEntity[] changes) => new() { Scope = "north", Epoch = "e", Checkpoint = "c2", HasMore = false, Changes = changes, ServerTime = Noon };

    private static DeviceDraft Taken(PullResponse page, ReplicaEntity? replica, params OutboxItem[] items)
    {
        DeviceDraft draft = Look.Of(State, replica, items);
        Assert.True(PageDecider.Apply(draft, Model, Request, page));
        return draft;
    }

    private static string? Shown(DeviceDraft draft) => draft.Replica(Look.Id)?.Local?["title"].ToString();

    [Fact]
    public void Page_ThatDoesNotContinueFromHere_IsNotTaken()
    {
        foreach (string? asked in new[] { "c0", "c2", null })
        {
            DeviceDraft draft = Look.Of(State, Held);
            Assert.False(PageDecider.Apply(draft, Model, Request with { Checkpoint = asked }, Page(Pulled(9))));
            Assert.False(draft.IsChanged);
            Assert.Equal(State, draft.State with { Counts = State.Counts, NextPosition = State.NextPosition });
        }
    }

    [Fact]
    public void Page_IsTakenWithItsCheckpoint_BesideThoseOfOtherFeeds()
    {
        DeviceDraft draft = Taken(Page(Pulled(6)), Held);
        Assert.Equal(Look.Text(Held with { Version = 6, Server = World.F("""{"title":"pulled"}"""), Local = World.F("""{"title":"pulled"}""") }), Look.Text(draft.Replica(Look.Id)));
        Assert.Equal(["/default=c2", "south/default=s1"], draft.State.Checkpoints.Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(Noon, draft.State.DataAsOf);
    }

    [Fact]
    public void Page_ThatIsNotTheLast_SaysNothingOfHowOldTheDataIs() =>
        Assert.Null(Taken(Page(Pulled(6)) with { HasMore = true }, Held).State.DataAsOf);

    /// <summary>A server that tells an older version than the device has seen, or the same one otherwise, is not believed.</summary>
    [Theory]
    [InlineData(4, "held")]
    [InlineData(5, "held")]
    [InlineData(6, "pulled")]
    public void Version_ThatGoesBack_IsNotNews(long version, string shown)
    {
        DeviceDraft draft = Taken(Page(Pulled(version)), Held);
        Assert.Equal((shown, Math.Max(version, 5)), (Shown(draft), draft.Replica(Look.Id)!.Version));
    }

    [Fact]
    public void Version_ThatGoesBack_InAFreshPull_IsTheNewHistory() =>
        Assert.Equal(("pulled", 3L, 2L), (Shown(Taken(Page(Pulled(3)), Held with { Round = 1 })), Taken(Page(Pulled(3)), Held with { Round = 1 }).Replica(Look.Id)!.Version, Taken(Page(Pulled(3)), Held with { Round = 1 }).Replica(Look.Id)!.Round));

    [Theory]
    [InlineData(5, "pulled", "north")]
    [InlineData(4, "held", "south")]
    public void SameVersion_FromAnotherScope_IsAMove(long version, string shown, string scope)
    {
        DeviceDraft draft = Taken(Page(Pulled(version)), Held with { Scope = "south" });
        Assert.Equal((shown, scope), (Shown(draft), draft.Replica(Look.Id)!.Scope));
    }

    [Fact]
    public void Tombstone_EndsWhatIsShown() => Assert.Null(Taken(Page(Pulled(6, null)), Held).Replica(Look.Id));

    [Fact]
    public void Tombstone_UnderAnEditThatWaits_KeepsTheEditInSight()
    {
        DeviceDraft draft = Taken(Page(Pulled(6, null)), Held, Look.Item(1, Look.Change("""{"title":"mine"}""", """{"title":"held"}""", 5)));
        Assert.Equal(("mine", true, 6L), (Shown(draft), draft.Replica(Look.Id)!.IsDeleted, draft.Replica(Look.Id)!.Version));
    }

    /// <summary>An entity that left a scope is gone, unless another scope has told of it since.</summary>
    [Theory]
    [InlineData("north", 4, true)]
    [InlineData("south", 9, false)]
    [InlineData(null, 5, true)]
    [InlineData(null, 4, false)]
    public void Exit_EndsWhatWasKnownByThatScope(string? scope, long version, bool isGone) =>
        Assert.Equal(isGone, Taken(Page(Pulled(version, null, left: true)), Held with { Scope = scope }).Replica(Look.Id) is null);

    [Fact]
    public void Exit_NeverTakesTheVersionBack()
    {
        OutboxItem waiting = Look.Item(1, Look.Change("""{"title":"mine"}"""));
        ReplicaEntity replica = Taken(Page(Pulled(4, null, left: true)), Held, waiting).Replica(Look.Id)!;
        Assert.Equal((5L, true), (replica.Version, replica.IsDeleted));
        Assert.Null(replica.Scope);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    [InlineData(7, false)]
    public void State_ThatHoldsWhatWasTakenIn_EndsItsOverlay(long version, bool isShown)
    {
        OutboxItem taken = Look.Item(1, Look.Change("""{"title":"mine"}"""), OutboxStatus.Synced) with { ConfirmedVersion = 6, Result = World.F("""{"title":"mine"}""") };
        DeviceDraft draft = Taken(Page(Pulled(version)), Held with { Version = 3 }, taken);
        Assert.Equal((isShown, isShown ? "mine" : "pulled"), (draft.Item(1)!.IsShown, Shown(draft)));
    }

    [Fact]
    public void State_UnderWhatHasNoVerdict_LeavesItShown() =>
        Assert.Equal("mine", Shown(Taken(Page(Pulled(6, """{"title":"pulled"}""")), Held, Look.Item(1, Look.Change("""{"title":"mine"}""", """{"title":"held"}""", 5), OutboxStatus.Syncing))));

    [Fact]
    public void Type_ThatTheAppDoesNotKnow_IsPassedOver()
    {
        PullResponse page = Page(Pulled(6) with { Entity = "ghost" });
        Assert.Empty(PageDecider.Query(Model, page).Entities);
        Assert.Equal("c2", Taken(page, Held).State.Checkpoints["/default"]);
    }

    [Fact]
    public void Child_WaitsForItsParent_AndIsShownWithIt()
    {
        var photo = new EntityId("photo", "p");
        PulledEntity child = Pulled(1, """{"job_id":"j","caption":"c"}""") with { Entity = "photo", ServerId = "p" };

        DeviceDraft draft = Taken(Page(child), replica: null);
        Assert.False(draft.Replica(photo)!.IsVisible);
        Assert.True(PageDecider.Apply(draft, Model, Request with { Checkpoint = "c2" }, Page(Pulled(1)) with { Checkpoint = "c3" }));

        Assert.True(draft.Replica(photo)!.IsVisible);
        Assert.Equal([photo, Look.Id], PageDecider.Query(Model, Page(child)).Entities);
        Assert.True(Taken(Page(child), Held).Replica(photo)!.IsVisible);
    }

    /// <summary>A key that this device deleted may begin a new life on the server, at a version of its own.</summary>
    [Fact]
    public void NewLife_OfAKeyThatWasDeletedHere_IsNews()
    {
        ReplicaEntity deleted = Held with { IsDeleted = true, IsDeletedHere = true, Local = null };
        DeviceDraft draft = Taken(Page(Pulled(1)), deleted);
        Assert.Equal(("pulled", 1L, false), (Shown(draft), draft.Replica(Look.Id)!.Version, draft.Replica(Look.Id)!.IsDeletedHere));
        Assert.Null(Shown(Taken(Page(Pulled(1, null)), deleted)));
        Assert.Equal(5, Taken(Page(Pulled(1)), deleted, Look.Item(1, Look.Change("""{"title":"mine"}""", op: ChangeOp.Create))).Replica(Look.Id)!.Version);
    }

    [Theory]
    [InlineData(null, "e", false)]
    [InlineData("e", "e", false)]
    [InlineData("lost", "e", true)]
    public void Change_IsOfferedAgain_WhereAFreshPullEndsInAnotherHistory(string? former, string epoch, bool offers)
    {
        DeviceDraft draft = Look.Of(State with { FormerEpoch = former, Epoch = null }, Held);
        Assert.True(PageDecider.Apply(draft, Model, Request, Page() with { Epoch = epoch }));
        Assert.Equal((epoch, null, offers), (draft.State.Epoch, draft.State.FormerEpoch, draft.State.OffersAgain));
    }

    /// <summary>A parent that the device no longer has, or not yet, hides what others made of it; what is made here is shown already (day 482,778).</summary>
    [Theory]
    [InlineData(OutboxStatus.Syncing, true)]
    [InlineData(OutboxStatus.Synced, true)]
    [InlineData(null, false)]
    public void PulledChild_WithoutItsParent_WaitsForIt_UnlessItIsShownAsMadeHere(OutboxStatus? made, bool isVisible)
    {
        var alarm = new EntityId("alarm", "a");
        const string Data = """{"job_id":"gone","text":"gas"}""";
        ReplicaEntity[] replicas = made is not null ? [Look.Replica(Data, 0, alarm) with { Server = null }] : [];
        OutboxItem[] items = made is { } status ? [Look.Item(4, Look.Change(Data, op: ChangeOp.Append, id: alarm), status) with { ConfirmedVersion = status is OutboxStatus.Synced ? 1 : 0 }] : [];
        DeviceDraft draft = Look.Of(State, replicas, items);

        Assert.True(PageDecider.Apply(draft, Model, Request, Page(new PulledEntity { Entity = "alarm", ServerId = "a", Version = 1, Data = World.F(Data) })));

        Assert.Equal(isVisible, draft.Replica(alarm)!.IsVisible);
    }
}
