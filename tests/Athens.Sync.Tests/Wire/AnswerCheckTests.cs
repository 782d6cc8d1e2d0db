using System.Text.Json;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Wire;

public sealed class AnswerCheckTests
{
    private static readonly PushRequest Push = new() { DeviceId = "d1", Changes = [Change("o1"), Change("o2"), Change("o3")] };
    private static readonly PullRequest Pull = new() { Scope = "north", Checkpoint = "c1", Limit = 2 };

    [Fact]
    public void Push_OneVerdictEach_IsBelieved() =>
        AnswerCheck.Check(Push, PushResponse.Of([Applied("o2"), Conflict("o1"), Rejected("o3")], "e1"), SyncLimits.Default);

    [Fact]
    public void Push_TheSameChangeSentTwice_NeedsTwoVerdicts()
    {
        var twice = new PushRequest { DeviceId = "d1", Changes = [Change("o1"), Change("o1")] };

        AnswerCheck.Check(twice, PushResponse.Of([Applied("o1"), Applied("o1")], null), SyncLimits.Default);
        Refused(() => AnswerCheck.Check(twice, PushResponse.Of([Applied("o1")], null), SyncLimits.Default));
    }

    [Fact]
    public void Push_VerdictMissing_IsNotBelieved() => Refuses([Applied("o1"), Applied("o2")]);

    [Fact]
    public void Push_SecondVerdictOnAChange_IsNotBelieved() => Refuses([Applied("o1"), Applied("o2"), Rejected("o2")]);

    [Fact]
    public void Push_VerdictOnNothingSent_IsNotBelieved() => Refuses([Applied("o1"), Applied("o2"), Applied("o9")]);

    [Fact]
    public void Push_VerdictOnAnotherEntity_IsNotBelieved() => Refuses([Applied("o1"), Applied("o2"), Applied("o3") with { Entity = "point" }]);

    [Fact]
    public void Push_AppliedWithoutKey_IsNotBelieved() => Refuses([Applied("o1") with { ServerId = "" }, Applied("o2"), Applied("o3")]);

    [Fact]
    public void Push_AppliedWithoutVersion_IsNotBelieved() => Refuses([Applied("o1") with { NewVersion = -1 }, Applied("o2"), Applied("o3")]);

    [Fact]
    public void Push_ValueThatIsNoText_IsNotBelieved()
    {
        JsonElement torn = JsonElement.Parse("\"\\ud800\"");

        Refuses([Applied("o1") with { Data = FieldValues.Empty.With("title", torn) }, Applied("o2"), Applied("o3")]);
        Refuses([Rejected("o1") with { Detail = torn }, Applied("o2"), Applied("o3")]);
        Refuses([Conflict("o1") with { ServerState = FieldValues.Empty.With("title", torn) }, Applied("o2"), Applied("o3")]);
        Refuses([Conflict("o1") with { Fields = new Dictionary<string, FieldConflict> { ["title"] = new() { MergeHint = "manual", Server = torn } } }, Applied("o2"), Applied("o3")]);
    }

    [Theory]
    [InlineData("""{"applied":null,"summary":{"total":0,"applied":0,"conflicts":0,"rejected":0}}""")]
    [InlineData("""{"applied":[null],"summary":{"total":1,"applied":1,"conflicts":0,"rejected":0}}""")]
    [InlineData("""{"summary":{"total":1,"applied":1,"conflicts":0,"rejected":0}}""")]
    [InlineData("""{"summary":null}""")]
    [InlineData("""{"conflicts":[{"entity":"permit","offline_id":"o1","reason":"stale_version","fields":null}],"summary":{"total":1,"applied":0,"conflicts":1,"rejected":0}}""")]
    [InlineData("""{"conflicts":[{"entity":"permit","offline_id":"o1","reason":"stale_version","fields":{"title":null}}],"summary":{"total":1,"applied":0,"conflicts":1,"rejected":0}}""")]
    [InlineData("""{"applied":[{"entity":null,"offline_id":null,"server_id":null,"new_version":1,"status":"applied"}],"summary":{"total":1,"applied":1,"conflicts":0,"rejected":0}}""")]
    public void Push_NullWhereNoneMayBe_IsNotBelieved(string json)
    {
        PushResponse response = JsonSerializer.Deserialize(json, WireJson.Instance.PushResponse)!;

        Refused(() => AnswerCheck.Check(new PushRequest { DeviceId = "d1", Changes = [Change("o1")] }, response, SyncLimits.Default));
    }

    /// <summary>Values that the device had before, or that nobody leased it, would be used twice.</summary>
    [Theory]
    [InlineData("permit", "number", 11, 20, true)]
    [InlineData("permit", "number", 11, 10_010, true)]
    [InlineData("permit", "number", 11, 11, true)]
    [InlineData("permit", "number", 10, 20, false)]
    [InlineData("permit", "number", 20, 19, false)]
    [InlineData("permit", "number", 11, 10_011, false)]
    [InlineData("permit", "number", 11, long.MaxValue, false)]
    [InlineData("permit", "title", 11, 20, false)]
    [InlineData("point", "number", 11, 20, false)]
    public void Push_BlockOfValues_IsBelievedOnlyBeyondThoseThatAreKnown(string entity, string field, long first, long last, bool isBelieved)
    {
        var asking = new PushRequest { DeviceId = "d1", Reserve = [new ReserveRequest("permit", "number", 10)] };
        PushResponse answer = PushResponse.Of([], null) with { Reserved = [new ReservedBlock(entity, field, first, last, DateTimeOffset.UnixEpoch)] };
        if (isBelieved)
            AnswerCheck.Check(asking, answer, SyncLimits.Default);
        else
            Refused(() => AnswerCheck.Check(asking, answer, SyncLimits.Default));
    }

    [Fact]
    public void Pull_WhatWasAskedFor_IsBelieved() => AnswerCheck.Check(Pull, Page(Entity("p1"), Entity("p2") with { Deleted = true, Data = null }), SyncLimits.Default);

    [Fact]
    public void Pull_AnotherScope_IsNotBelieved() => Refuses(Page() with { Scope = "south" });

    [Fact]
    public void Pull_NoScopeAskedFor_TakesTheServersWord() => AnswerCheck.Check(new PullRequest(), Page(), SyncLimits.Default);

    [Fact]
    public void Pull_MoreThanAskedFor_IsNotBelieved() => Refuses(Page(Entity("p1"), Entity("p2"), Entity("p3")));

    [Fact]
    public void Pull_NoWayOn_IsNotBelieved() => Refuses(Page() with { HasMore = true, Checkpoint = "c1" });

    [Fact]
    public void Pull_EntityTwice_IsNotBelieved() => Refuses(Page(Entity("p1"), Entity("p1")));

    [Fact]
    public void Pull_Incomplete_IsNotBelieved()
    {
        Refuses(Page() with { Checkpoint = "" });
        Refuses(Page() with { Epoch = "" });
        Refuses(Page() with { Changes = null! });
        Refuses(Page(Entity("p1") with { Version = 0 }));
        Refuses(Page(Entity("p1") with { Data = null }));
        Refuses(Page(Entity("")));
        Refuses(Page(Entity(new string('k', 129))));
        Refuses(Page(Entity("p1") with { Data = FieldValues.Empty.With("title", JsonElement.Parse("\"\\udc00\"")) }));
    }

    [Fact]
    public void Pull_NullCharacterInAStoredText_IsBelieved() =>
        AnswerCheck.Check(Pull, Page(Entity("p1") with { Data = FieldValues.Empty.With("title", JsonElement.Parse("\"\\u0000\"")) }), SyncLimits.Default);

    private static Change Change(string offlineId) => new() { Entity = "permit", Op = ChangeOp.Update, OfflineId = offlineId, ServerId = "p1" };

    private static AppliedChange Applied(string offlineId) => new() { Entity = "permit", OfflineId = offlineId, ServerId = "p1", NewVersion = 2, Status = AppliedStatus.Applied };

    private static ConflictedChange Conflict(string offlineId) => new() { Entity = "permit", OfflineId = offlineId, Reason = ConflictReason.StaleVersion };

    private static RejectedChange Rejected(string offlineId) => new() { Entity = "permit", OfflineId = offlineId, Reason = RejectionReason.NotFound };

    private static PulledEntity Entity(string key) => new() { Entity = "permit", ServerId = key, Version = 1, Data = FieldValues.Empty };

    private static PullResponse Page(params PulledEntity[] changes) => new() { Scope = "north", Epoch = "e1", Checkpoint = "c2", HasMore = false, Changes = changes };

    private static void Refuses(Outcome[] verdicts) => Refused(() => AnswerCheck.Check(Push, PushResponse.Of(verdicts, null), SyncLimits.Default));

    private static void Refuses(PullResponse page) => Refused(() => AnswerCheck.Check(Pull, page, SyncLimits.Default));

    private static void Refused(Action check) => Assert.Equal(TransportFailure.NotTheServer, Assert.Throws<SyncTransportException>(check).Failure);
}
