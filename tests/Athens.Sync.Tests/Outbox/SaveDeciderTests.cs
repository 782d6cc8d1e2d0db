using Athens.Sync.Device;
using Athens.Sync.Outbox;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Outbox;

/// <summary>What change a saved object becomes.</summary>
public sealed class SaveDeciderTests
{
    private const string Whole = """{"site_id":"north","title":"t","notes":null,"priority":0,"tags":["a"],"checks":{},"latitude":0,"longitude":0,"counter":1,"remark":null,"status":"draft","approved_by":null}""";

    private static readonly SyncModel Model = JobModel.Create();
    private static readonly DateTimeOffset At = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private static FieldValues Job(string fields) => World.F(Whole).With(World.F(fields));

    private static Edit Edit(FieldValues now, FieldValues? seen = null, EntityId? id = null) =>
        new() { Id = id ?? Look.Id, Now = now, Seen = seen, At = At, OfflineId = "mine", Traceparent = "trace" };

    private static Change? Decide(Edit edit, FieldValues? held, params OutboxItem[] items)
    {
        ReplicaEntity? replica = held is null ? null : Look.Replica(held.ToJson(), 3, edit.Id);
        return SaveDecider.Decide(Model.Entity(edit.Id.Type), edit, Look.Of(new DeviceState(), replica, items));
    }

    private static string Refused(Edit edit, FieldValues? held) => Assert.Throws<ChangeRefusedException>(() => Decide(edit, held)).Message;

    private static (string Data, string Base) Told(Change? change) => (change!.Data.ToJson(), change.Base!.ToJson());

    [Fact]
    public void NewObject_IsACreate_WithoutWhatOnlyTheServerSets()
    {
        Change change = Decide(Edit(Job("""{"approved_by":"me"}""")), held: null)!;
        Assert.Equal(
            Look.Text(Look.Change(World.F(Whole).Where(name => name is not "approved_by").ToJson(), op: ChangeOp.Create, version: 0) with { ChangedAt = At, Traceparent = "trace" }),
            Look.Text(change));
    }

    [Fact]
    public void NewObject_OverWhatWasDeletedHere_IsMadeOnThatVersion()
    {
        DeviceDraft draft = Look.Of(new DeviceState(), Look.Replica(Whole, 3) with { Local = null });
        Assert.Equal((ChangeOp.Create, 3L), (SaveDecider.Decide(Model.Entity("job"), Edit(Job("{}")), draft)!.Op, SaveDecider.Decide(Model.Entity("job"), Edit(Job("{}")), draft)!.ClientVersion));
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    public void NewObject_WithoutAStatus_LeavesItToTheMachine(string status) =>
        Assert.False(Decide(Edit(Job($$"""{"status":{{status}}}""")), held: null)!.Data.ContainsKey("status"));

    [Fact]
    public void NewObject_InALaterState_IsRefused() =>
        Assert.Equal("A new job is 'draft', not 'submitted'.", Refused(Edit(Job("""{"status":"submitted"}""")), held: null));

    [Theory]
    [InlineData("-1", null, false)]
    [InlineData("7", null, true)]
    [InlineData("7", 0L, true)]
    [InlineData("7", 2L, false)]
    public void NewObject_UnderAKeyThatOnlyTheServerGives_IsRefused_UnlessItWasThere(string key, long? seen, bool isRefused)
    {
        Edit edit = Edit(World.F("""{"site_id":"north","title":"t","tags":[]}"""), id: new EntityId("ticket", key)) with { SeenVersion = seen };
        if (isRefused)
            Assert.Contains("leave it 0", Refused(edit, held: null), StringComparison.Ordinal);
        else
            Assert.Equal(ChangeOp.Create, Decide(edit, held: null)!.Op);
    }

    [Fact]
    public void NewObject_UnderAKeyThatTheServerGave_AndWasDeletedHere_IsMadeAgain()
    {
        DeviceDraft draft = Look.Of(new DeviceState(), Look.Replica("""{"title":"t"}""", 2, new EntityId("ticket", "7")) with { Local = null });
        Assert.Equal(2, SaveDecider.Decide(Model.Entity("ticket"), Edit(World.F("""{"title":"u"}"""), id: new EntityId("ticket", "7")), draft)!.ClientVersion);
    }

    [Fact]
    public void Record_ThatIsOnlyAddedTo_IsAppended_AndEditedNoMore()
    {
        var photo = new EntityId("photo", "p");
        FieldValues held = World.F("""{"job_id":"j","caption":"c"}""");
        Assert.Equal(ChangeOp.Append, Decide(Edit(held, id: photo), held: null)!.Op);
        Assert.Null(Decide(Edit(held, id: photo), held));
        Assert.Equal("photo is only ever added to.", Refused(Edit(held.With("caption", World.J("\"d\"")), id: photo), held));
    }

    [Fact]
    public void Object_AsItWasSeen_IsNoEdit_WhateverTheDeviceHoldsByNow() =>
        Assert.Null(Decide(Edit(Job("{}"), Job("{}")), Job("""{"title":"pulled"}""")));

    [Fact]
    public void Edit_SetsWhatTheUserMoved_OverWhatHeSaw_OnTheVersionThatHeSaw()
    {
        Change change = Decide(Edit(Job("""{"title":"mine"}"""), Job("{}")) with { SeenVersion = 2 }, Job("""{"title":"pulled","notes":"pulled"}"""))!;
        Assert.Equal(Look.Text(Look.Change("""{"title":"mine"}""", """{"title":"t"}""", 2) with { ChangedAt = At, Traceparent = "trace" }), Look.Text(change));
    }

    [Fact]
    public void Edit_OfWhatNobodyKnowsTheUserSaw_IsMadeOnThePresentState()
    {
        Change change = Decide(Edit(Job("""{"title":"mine"}""")), Job("{}"))!;
        Assert.Equal((3L, """{"title":"mine"}""", """{"title":"t"}"""), (change.ClientVersion, Told(change).Data, Told(change).Base));
    }

    /// <summary>The device's own edit of the field waits to be sent: this one is made on that, for one device never conflicts with itself.</summary>
    [Theory]
    [InlineData(true, "mine first")]
    [InlineData(false, "t")]
    public void Edit_OverOneThatIsShown_ReplacesWhatThatWrote(bool isShown, string replaced)
    {
        OutboxItem first = Look.Item(1, Look.Change("""{"title":"mine first"}"""), OutboxStatus.Syncing) with { IsShown = isShown };
        Change change = Decide(Edit(Job("""{"title":"mine"}"""), Job("{}")), Job("""{"title":"mine first"}"""), first)!;
        Assert.Equal(("""{"title":"mine"}""", $$"""{"title":"{{replaced}}"}"""), Told(change));
    }

    [Fact]
    public void Edit_BesideOneThatIsShown_ReplacesWhatTheUserSaw()
    {
        OutboxItem first = Look.Item(1, Look.Change("""{"notes":"mine first"}"""), OutboxStatus.Syncing);
        Assert.Equal(("""{"title":"mine"}""", """{"title":"t"}"""), Told(Decide(Edit(Job("""{"title":"mine"}"""), Job("{}")), Job("""{"title":"pulled","notes":"mine first"}"""), first)));
    }

    /// <summary>Two windows of one device: what the first did to a set stays where the second did not touch it.</summary>
    [Fact]
    public void Edit_OfASetThatTheDeviceItselfAddedToMeanwhile_KeepsBoth()
    {
        OutboxItem first = Look.Item(1, Look.Change("""{"tags":["a","first"]}""", """{"tags":["a"]}"""), OutboxStatus.Syncing);
        Assert.Equal(
            ("""{"tags":["a","first","second"]}""", """{"tags":["a","first"]}"""),
            Told(Decide(Edit(Job("""{"tags":["a","second"]}"""), Job("{}")), Job("""{"tags":["a","first"]}"""), first)));
    }

    [Fact]
    public void Edit_OfATextThatTheDeviceItselfMovedMeanwhile_IsTheLatter()
    {
        OutboxItem first = Look.Item(1, Look.Change("""{"title":"first"}"""), OutboxStatus.Syncing);
        Assert.Equal(("""{"title":"second"}""", """{"title":"first"}"""), Told(Decide(Edit(Job("""{"title":"second"}"""), Job("{}")), Job("""{"title":"first"}"""), first)));
    }

    [Fact]
    public void Edit_OfASetThatWasPulledMeanwhile_LeavesTheMergeToTheServer() =>
        Assert.Equal(
            ("""{"tags":["a","second"]}""", """{"tags":["a"]}"""),
            Told(Decide(Edit(Job("""{"tags":["a","second"]}"""), Job("{}")), Job("""{"tags":["a","pulled"]}"""))));

    [Fact]
    public void Edit_OfOneOfTwoFieldsThatAreOneValue_SaysWhatTheOtherWas() =>
        Assert.Equal(("""{"latitude":1.5}""", """{"latitude":0,"longitude":0}"""), Told(Decide(Edit(Job("""{"latitude":1.5}""")), Job("{}"))));

    [Fact]
    public void Edit_OfBothFieldsThatAreOneValue_SaysEachOnce() =>
        Assert.Equal(
            ("""{"latitude":1.5,"longitude":2.5}""", """{"latitude":0,"longitude":0}"""),
            Told(Decide(Edit(Job("""{"latitude":1.5,"longitude":2.5}""")), Job("{}"))));

    [Fact]
    public void StatusMove_SaysWhatItReliesOn()
    {
        Change change = Decide(Edit(Job("""{"status":"approved"}"""), Job("""{"status":"submitted"}""")), Job("""{"status":"submitted"}"""))!;
        Assert.Equal(ChangeOp.UpdateStatus, change.Op);
        Assert.Equal(("""{"status":"approved"}""", """{"status":"submitted","tags":["a"],"checks":{}}"""), Told(change));
    }

    [Fact]
    public void StatusMove_ThatReliesOnNothing_SaysWhereItStarted() =>
        Assert.Equal(("""{"status":"submitted"}""", """{"status":"draft"}"""), Told(Decide(Edit(Job("""{"status":"submitted"}""")), Job("{}"))));

    [Fact]
    public void StatusMove_ThatTheMachineLacks_IsRefused()
    {
        Assert.Equal("The job cannot move from 'draft' to 'approved'.", Refused(Edit(Job("""{"status":"approved"}""")), Job("{}")));
        Assert.Equal("The job cannot move from 'draft' to ''.", Refused(Edit(Job("""{"status":""}""")), Job("{}")));
    }

    [Fact]
    public void StatusMove_IsJudgedByWhereTheDeviceIs_NotByWhatTheUserSaw() =>
        Assert.Contains("from 'closed'", Refused(Edit(Job("""{"status":"submitted"}"""), Job("{}")), Job("""{"status":"closed"}""")), StringComparison.Ordinal);

    [Theory]
    [InlineData("approved", true)]
    [InlineData("submitted", false)]
    public void Edit_OfAFieldThatTheStateFreezes_IsRefused(string status, bool isRefused)
    {
        FieldValues held = Job($$"""{"status":"{{status}}"}""");
        Edit edit = Edit(held.With("tags", World.J("[]")));
        if (isRefused)
            Assert.Equal("tags cannot be edited while the job is 'approved'.", Refused(edit, held));
        else
            Assert.Equal("""{"tags":[]}""", Decide(edit, held)!.Data.ToJson());
        Assert.Equal("""{"notes":"n"}""", Decide(Edit(held.With("notes", World.J("\"n\""))), held)!.Data.ToJson());
    }

    [Fact]
    public void Edit_OfWhatOnlyTheServerSets_IsRefused()
    {
        Assert.Equal("approved_by is not the device's to set.", Refused(Edit(Job("""{"approved_by":"me"}""")), Job("{}")));
        Assert.Equal("site_id is not the device's to set.", Refused(Edit(Job("""{"site_id":"south"}""")), Job("{}")));
    }

    /// <summary>The server deleted the entity, and only the waiting edit of it is shown: the rest of the app's object was never set.</summary>
    [Fact]
    public void Edit_OfWhatTheServerDeleted_SaysOnlyWhatTheUserWrote()
    {
        FieldValues shown = World.F("""{"title":"mine"}""");
        FieldValues now = World.F("""{"site_id":"","title":"mine","notes":"n","priority":0,"tags":[],"checks":{},"latitude":0,"longitude":0,"counter":0,"remark":null,"status":"draft","approved_by":null}""");
        Assert.Equal(("""{"notes":"n"}""", """{"notes":null}"""), Told(Decide(Edit(now, shown), shown)));
    }

    [Fact]
    public void Edit_WhereTheStateLacksTheStatus_IsNotJudgedByIt()
    {
        FieldValues shown = World.F("""{"tags":["a"]}""");
        Assert.Equal(("""{"tags":[]}""", """{"tags":["a"]}"""), Told(Decide(Edit(shown.With("tags", World.J("[]")), shown), shown)));
    }
}
