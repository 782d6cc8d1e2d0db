using System.Text.Json;
using Athens.Sync.Server;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Server;

/// <summary>What the server answers to changes as clients of every age send them.</summary>
public sealed class PushTests
{
    private static readonly SyncCaller North = World.Caller("u", "north");
    private static readonly SyncCaller South = World.Caller("s", "south");
    private readonly World world = new();
    private int ids;

    private Change Make(ChangeOp op, string? key, string data, long? version = null, string? replaced = null, string entity = "job") => new()
    {
        Entity = entity,
        Op = op,
        OfflineId = $"o{++ids}",
        ServerId = key,
        ClientVersion = version,
        Data = World.F(data),
        Base = replaced is null ? null : World.F(replaced),
    };

    private async Task<string> JobAsync(string data = """{"title":"Weld","tags":["helmet"],"checks":{"gas":true}}""")
    {
        PushResponse created = await world.PushAsync(North, Make(ChangeOp.Create, null, data));
        return Assert.Single(created.Applied).ServerId;
    }

    private async Task<AppliedChange> AppliedAsync(Change change, SyncCaller? caller = null) => Assert.Single((await world.PushAsync(caller ?? North, change)).Applied);

    private async Task<ConflictedChange> ConflictAsync(Change change) => Assert.Single((await world.PushAsync(North, change)).Conflicts);

    private async Task<RejectedChange> RejectedAsync(Change change, SyncCaller? caller = null) => Assert.Single((await world.PushAsync(caller ?? North, change)).Rejected);

    private async Task<PulledEntity> StateAsync(string key) => (await world.ServerStateAsync())[new EntityId("job", key)];

    [Fact]
    public async Task Create_WithoutAKey_GetsOneAndVersion1()
    {
        AppliedChange created = await AppliedAsync(Make(ChangeOp.Create, null, """{"title":"Weld"}"""));
        Assert.Equal(36, created.ServerId.Length);
        Assert.Equal(1, created.NewVersion);
        Assert.Equal("draft", created.Data!["status"].ToString());
        Assert.Equal("north", created.Data["site_id"].ToString());
    }

    [Fact]
    public async Task Create_TwiceUnderOneKey_IsAlreadyAppliedWithTheSameAnswer()
    {
        Change change = Make(ChangeOp.Create, null, """{"title":"Weld"}""");
        AppliedChange first = await AppliedAsync(change);
        AppliedChange again = await AppliedAsync(change);
        Assert.Equal(AppliedStatus.AlreadyApplied, again.Status);
        Assert.Equal((first.ServerId, first.NewVersion, first.Data!.ToJson()), (again.ServerId, again.NewVersion, again.Data!.ToJson()));
        Assert.Single(await world.ServerStateAsync());
    }

    [Fact]
    public async Task Key_ReusedForAnotherChange_IsRejectedAndNothingIsWritten()
    {
        Change change = Make(ChangeOp.Create, null, """{"title":"Weld"}""");
        await AppliedAsync(change);
        RejectedChange rejected = await RejectedAsync(change with { Data = World.F("""{"title":"Other"}""") });
        Assert.Equal(RejectionReason.IdempotencyKeyReused, rejected.Reason);
        Assert.Single(await world.ServerStateAsync());
    }

    [Theory]
    [InlineData("1", "0")]
    [InlineData("2", "0.5")]
    public async Task Sum_ThatItsFieldCannotHold_IsAConflictAndNothingIsWritten(string count, string replaced)
    {
        string key = await JobAsync($$"""{"title":"Weld","counter":{{int.MaxValue}}}""");
        ConflictedChange conflict = await ConflictAsync(Make(ChangeOp.Update, key, $$"""{"counter":{{count}}}""", 1, $$"""{"counter":{{replaced}}}"""));
        Assert.Equal(["counter"], conflict.Fields!.Keys);
        Assert.Equal(int.MaxValue, (await StateAsync(key)).Data!["counter"].GetInt32());
    }

    [Fact]
    public async Task Update_OnTheMatchingVersion_IsAppliedAndCountsOne()
    {
        string key = await JobAsync();
        AppliedChange applied = await AppliedAsync(Make(ChangeOp.Update, key, """{"title":"New"}""", 1));
        Assert.Equal((AppliedStatus.Applied, 2L), (applied.Status, applied.NewVersion));
        Assert.Null(applied.Data);
        Assert.Equal("New", (await StateAsync(key)).Data!["title"].ToString());
    }

    [Fact]
    public async Task Update_OfAnOlderClientOnAStaleVersion_IsAConflictWithTheHint()
    {
        string key = await JobAsync();
        await AppliedAsync(Make(ChangeOp.Update, key, """{"title":"Server","tags":["helmet","mask"],"checks":{"gas":false}}""", 1));
        ConflictedChange conflict = await ConflictAsync(Make(ChangeOp.Update, key, """{"title":"Client","tags":["helmet","boots"],"checks":{"gas":true}}""", 1));
        Assert.Equal((ConflictReason.StaleVersion, 1L, 2L), (conflict.Reason, conflict.ClientVersion!.Value, conflict.ServerVersion!.Value));
        Assert.Equal(("Client", "Server", "last_write_wins"), (conflict.Fields["title"].Client.ToString(), conflict.Fields["title"].Server.ToString(), conflict.Fields["title"].MergeHint));
        Assert.Equal("set_merge", conflict.Fields["tags"].MergeHint);
        Assert.Equal("true_wins", conflict.Fields["checks"].MergeHint);
        Assert.Equal("Server", conflict.ServerState!["title"].ToString());
    }

    [Fact]
    public async Task Update_OfAnOlderClientOnAStaleVersionWithWhatIsThere_IsTakenInWithoutAStep()
    {
        string key = await JobAsync();
        await AppliedAsync(Make(ChangeOp.Update, key, """{"title":"Same"}""", 1));
        AppliedChange applied = await AppliedAsync(Make(ChangeOp.Update, key, """{"title":"Same"}""", 1));
        Assert.Equal((AppliedStatus.Merged, 2L), (applied.Status, applied.NewVersion));
    }

    [Fact]
    public async Task Update_WithoutVersionAndBase_IsMissingClientVersion() =>
        Assert.Equal(ConflictReason.MissingClientVersion, (await ConflictAsync(Make(ChangeOp.Update, await JobAsync(), """{"title":"x"}"""))).Reason);

    [Fact]
    public async Task Update_OnAVersionTheServerHasNotReached_IsUnknownVersion() =>
        Assert.Equal(ConflictReason.UnknownVersion, (await ConflictAsync(Make(ChangeOp.Update, await JobAsync(), """{"title":"x"}""", 9))).Reason);

    [Fact]
    public async Task Base_IsJudgedEvenOnAnEqualVersion()
    {
        string key = await JobAsync();
        ConflictedChange conflict = await ConflictAsync(Make(ChangeOp.Update, key, """{"title":"mine"}""", 1, """{"title":"what I saw"}"""));
        Assert.Equal("what I saw", conflict.Fields["title"].Base.ToString());
    }

    [Theory]
    [InlineData(ChangeOp.Update)]
    [InlineData(ChangeOp.UpdateStatus)]
    public async Task StatusMove_ThatTheMachineLacks_IsInvalidByEitherOperation(ChangeOp op)
    {
        string key = await JobAsync();
        ConflictedChange conflict = await ConflictAsync(Make(op, key, """{"status":"closed"}""", 1));
        Assert.Equal(ConflictReason.InvalidTransition, conflict.Reason);
        Assert.Contains("already at draft", conflict.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ChangeOp.Update)]
    [InlineData(ChangeOp.UpdateStatus)]
    public async Task StatusMove_OfAnOlderClientBehindTheServer_LeavesTheStatus(ChangeOp op)
    {
        string key = await JobAsync();
        await AppliedAsync(Make(ChangeOp.UpdateStatus, key, """{"status":"submitted"}""", 1));
        await AppliedAsync(Make(ChangeOp.UpdateStatus, key, """{"status":"approved"}""", 2));
        ConflictedChange conflict = await ConflictAsync(Make(op, key, """{"status":"submitted"}""", 1));
        Assert.Contains("already at approved", conflict.Detail, StringComparison.Ordinal);
        Assert.Equal("approved", (await StateAsync(key)).Data!["status"].ToString());
    }

    [Fact]
    public async Task Approval_OfAnOlderClientOnAStaleVersion_IsAConflict()
    {
        string key = await JobAsync();
        await AppliedAsync(Make(ChangeOp.UpdateStatus, key, """{"status":"submitted"}""", 1));
        await AppliedAsync(Make(ChangeOp.Update, key, """{"tags":["helmet","mask"]}""", 2));
        ConflictedChange conflict = await ConflictAsync(Make(ChangeOp.UpdateStatus, key, """{"status":"approved"}""", 2));
        Assert.Equal(ConflictReason.StaleVersion, conflict.Reason);
        Assert.Contains("tags", conflict.Fields.Keys);
    }

    [Fact]
    public async Task Approval_ThatSaysNeitherItsVersionNorWhatItReliesOn_IsAConflict()
    {
        string key = await JobAsync();
        await AppliedAsync(Make(ChangeOp.UpdateStatus, key, """{"status":"submitted"}""", 1));
        ConflictedChange conflict = await ConflictAsync(Make(ChangeOp.UpdateStatus, key, """{"status":"approved"}""", null, """{"status":"submitted"}"""));
        Assert.Contains("tags", conflict.Fields.Keys);
    }

    [Fact]
    public async Task FrozenField_OnTheCurrentVersion_IsAValidationError()
    {
        string key = await JobAsync();
        await AppliedAsync(Make(ChangeOp.UpdateStatus, key, """{"status":"submitted"}""", 1));
        await AppliedAsync(Make(ChangeOp.UpdateStatus, key, """{"status":"approved"}""", 2));
        RejectedChange rejected = await RejectedAsync(Make(ChangeOp.Update, key, """{"tags":[]}""", 3));
        Assert.Equal(RejectionReason.ValidationError, rejected.Reason);
        Assert.Contains("tags", rejected.Detail.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"approved_by":"me"}""", RejectionReason.FieldNotWritable, "approved_by")]
    [InlineData("""{"site_id":"south"}""", RejectionReason.FieldNotWritable, "site_id")]
    [InlineData("""{"title":"x","secret":1}""", RejectionReason.UnknownField, "secret")]
    [InlineData("""{"id":"other"}""", RejectionReason.UnknownField, "id")]
    [InlineData("""{"version":9}""", RejectionReason.UnknownField, "version")]
    [InlineData("""{"title":5}""", RejectionReason.ValidationError, "title")]
    [InlineData("""{"title":null}""", RejectionReason.ValidationError, "title")]
    [InlineData("""{"priority":1e400}""", RejectionReason.ValidationError, "priority")]
    [InlineData("""{"priority":1.5}""", RejectionReason.ValidationError, "priority")]
    [InlineData("""{"tags":"helmet"}""", RejectionReason.ValidationError, "tags")]
    public async Task Field_ThatCannotBeWritten_IsRefusedByNameAndNothingIsWritten(string data, RejectionReason reason, string name)
    {
        string key = await JobAsync();
        RejectedChange rejected = await RejectedAsync(Make(ChangeOp.Update, key, data, 1));
        Assert.Equal(reason, rejected.Reason);
        Assert.Contains($"\"{name}\"", rejected.Detail!.Value.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(1, (await StateAsync(key)).Version);
    }

    [Fact]
    public async Task ServerOwnedAndCreateOnlyFields_SentAsTheyAre_DoNotStandInTheWay()
    {
        string key = await JobAsync();
        AppliedChange applied = await AppliedAsync(Make(ChangeOp.Update, key, """{"title":"x","site_id":"north","approved_by":null}""", 1));
        Assert.Equal(2, applied.NewVersion);
    }

    [Fact]
    public async Task ForeignRow_IsAnsweredAsOneThatIsNotThere()
    {
        string key = await JobAsync();
        Change probe = Make(ChangeOp.Update, key, """{"title":"x"}""", 1);
        RejectedChange foreign = await RejectedAsync(probe, South);
        RejectedChange missing = await RejectedAsync(probe with { ServerId = "no-such-key" }, South);
        Assert.Equal(JsonSerializer.Serialize(missing, WireJson.Instance.RejectedChange), JsonSerializer.Serialize(foreign, WireJson.Instance.RejectedChange));
        Assert.Equal(1, (await StateAsync(key)).Version);
    }

    [Fact]
    public async Task Create_UnderAKeyTakenInAForeignScope_IsNotFound()
    {
        string key = await JobAsync();
        Assert.Equal(RejectionReason.NotFound, (await RejectedAsync(Make(ChangeOp.Create, key, """{"title":"x"}"""), South)).Reason);
    }

    [Fact]
    public async Task Create_InAForeignScope_IsNotFound() =>
        Assert.Equal(RejectionReason.NotFound, (await RejectedAsync(Make(ChangeOp.Create, null, """{"title":"x","site_id":"south"}"""))).Reason);

    [Fact]
    public async Task Append_ToAForeignParent_IsNotFound() =>
        Assert.Equal(RejectionReason.NotFound, (await RejectedAsync(Make(ChangeOp.Append, null, $$"""{"job_id":"{{await JobAsync()}}"}""", entity: "photo"), South)).Reason);

    [Fact]
    public async Task Append_WithoutAParent_IsAValidationErrorThatNamesTheField()
    {
        RejectedChange rejected = await RejectedAsync(Make(ChangeOp.Append, null, """{"caption":"x"}""", entity: "photo"));
        Assert.Equal(RejectionReason.ValidationError, rejected.Reason);
        Assert.True(rejected.Detail!.Value.TryGetProperty("job_id", out _));
    }

    [Fact]
    public async Task Append_Twice_KeepsOneEntityAndItsKey()
    {
        Change photo = Make(ChangeOp.Append, null, $$"""{"job_id":"{{await JobAsync()}}","caption":"x"}""", entity: "photo");
        AppliedChange first = await AppliedAsync(photo);
        AppliedChange again = await AppliedAsync(photo);
        Assert.Equal((first.ServerId, AppliedStatus.AlreadyApplied), (again.ServerId, again.Status));
    }

    [Fact]
    public async Task Create_OfAKeyTakenByTheSameContent_IsAlreadyApplied_AndByOther_AlreadyExists()
    {
        string key = await JobAsync();
        Assert.Equal(AppliedStatus.AlreadyApplied, (await AppliedAsync(Make(ChangeOp.Create, key, """{"title":"Weld"}"""))).Status);
        ConflictedChange conflict = await ConflictAsync(Make(ChangeOp.Create, key, """{"title":"Other"}"""));
        Assert.Equal(ConflictReason.AlreadyExists, conflict.Reason);
        Assert.Equal(["title"], conflict.Fields.Keys);
    }

    [Fact]
    public async Task Create_WithALaterStatus_IsAValidationError() =>
        Assert.Equal(RejectionReason.ValidationError, (await RejectedAsync(Make(ChangeOp.Create, null, """{"title":"x","status":"approved"}"""))).Reason);

    [Theory]
    [InlineData("nothing", ChangeOp.Create, RejectionReason.UnknownEntity)]
    [InlineData("job", ChangeOp.Append, RejectionReason.UnknownOp)]
    [InlineData("photo", ChangeOp.Update, RejectionReason.UnknownOp)]
    [InlineData("photo", ChangeOp.UpdateStatus, RejectionReason.UnknownOp)]
    [InlineData("job", ChangeOp.Update, RejectionReason.MissingServerId)]
    public async Task Change_ThatTheModelDoesNotKnow_IsRejected(string entity, ChangeOp op, RejectionReason reason) =>
        Assert.Equal(reason, (await RejectedAsync(Make(op, null, "{}", entity: entity))).Reason);

    [Fact]
    public async Task Verdicts_NumberTheChanges_AndAFailedPredecessorHoldsItsSuccessors()
    {
        string key = await JobAsync();
        await AppliedAsync(Make(ChangeOp.Update, key, """{"title":"moved"}""", 1));
        PushResponse response = await world.PushAsync(
            North,
            Make(ChangeOp.Update, key, """{"title":"stale"}""", 1),
            Make(ChangeOp.Update, key, """{"notes":"after"}""", 1),
            Make(ChangeOp.Create, "new-key", """{"title":5}"""),
            Make(ChangeOp.Append, null, """{"job_id":"new-key","caption":"c"}""", entity: "photo"),
            Make(ChangeOp.Create, null, """{"title":"fine"}"""));
        Assert.Equal((5, 1, 3, 1), (response.Summary.Total, response.Summary.Applied, response.Summary.Conflicts, response.Summary.Rejected));
        Assert.Equal(
            [ConflictReason.StaleVersion, ConflictReason.PredecessorUnresolved, ConflictReason.PredecessorUnresolved],
            response.Conflicts.Select(c => c.Reason));
    }

    [Fact]
    public async Task Delete_OnTheCurrentVersion_LeavesATombstone_AndAgainIsNothingToDo()
    {
        string key = await JobAsync();
        Assert.Equal(2, (await AppliedAsync(Make(ChangeOp.Delete, key, "{}", 1))).NewVersion);
        Assert.DoesNotContain(new EntityId("job", key), (await world.ServerStateAsync()).Keys);
        Assert.Equal(2, (await AppliedAsync(Make(ChangeOp.Delete, key, "{}", 1))).NewVersion);
        Assert.Equal(ConflictReason.DeletedOnServer, (await ConflictAsync(Make(ChangeOp.Update, key, """{"title":"x"}""", 1))).Reason);
    }

    [Fact]
    public async Task Delete_OnAStaleVersionWithABaseThatSaysLittle_IsAConflict()
    {
        string key = await JobAsync();
        await AppliedAsync(Make(ChangeOp.Update, key, """{"title":"edited"}""", 1));
        ConflictedChange conflict = await ConflictAsync(Make(ChangeOp.Delete, key, "{}", 1, "{}"));
        Assert.Contains("title", conflict.Fields.Keys);
    }

    [Fact]
    public async Task Sends_OfOneChangeInParallel_ApplyItOnce()
    {
        string key = await JobAsync();
        Change change = Make(ChangeOp.Update, key, """{"counter":1}""", 1, """{"counter":0}""");
        PushResponse[] answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => world.PushAsync(North, change)));
        Assert.Equal(1, answers.Count(a => a.Applied[0].Status is AppliedStatus.Applied));
        Assert.All(answers, a => Assert.Equal(2, a.Applied[0].NewVersion));
    }

    [Fact]
    public async Task Push_UnderAnotherEpoch_IsRefusedWhole()
    {
        var request = new PushRequest { DeviceId = "d", Epoch = "another", Changes = [Make(ChangeOp.Create, null, """{"title":"x"}""")] };
        await Assert.ThrowsAsync<ResyncRequiredException>(() => world.Server.PushAsync(request, North));
        Assert.Empty(await world.ServerStateAsync());
    }

    [Fact]
    public async Task Push_OverTheLimit_IsRefusedWhole()
    {
        Change[] many = [.. Enumerable.Range(0, 501).Select(_ => Make(ChangeOp.Create, null, """{"title":"x"}"""))];
        WireException refused = await Assert.ThrowsAsync<WireException>(() => world.PushAsync(North, many));
        Assert.Contains("501", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DuplicateOfAResolvedChange_IsNotAppliedAgain()
    {
        string key = await JobAsync();
        await AppliedAsync(Make(ChangeOp.Update, key, """{"title":"server"}""", 1));
        Change stale = Make(ChangeOp.Update, key, """{"title":"mine"}""", 1, """{"title":"Weld"}""");
        await ConflictAsync(stale);
        Change resolving = Make(ChangeOp.Update, key, """{"title":"mine"}""", 2, """{"title":"server"}""") with { Resolves = new ResolvedConflict { OfflineId = stale.OfflineId, Resolution = ResolutionKind.KeepMine } };
        await AppliedAsync(resolving);
        await AppliedAsync(Make(ChangeOp.Update, key, """{"title":"Weld"}""", 3, """{"title":"mine"}"""));
        PushResponse late = await world.PushAsync(North, stale);
        Assert.Equal("Weld", (await StateAsync(key)).Data!["title"].ToString());
        Assert.Empty(late.Conflicts);
    }

    [Fact]
    public async Task Merge_ThatDropsAPersonsValue_LeavesAReceipt()
    {
        string key = await JobAsync();
        DateTimeOffset now = world.Time.GetUtcNow();
        await AppliedAsync(Make(ChangeOp.Update, key, """{"remark":"a"}""", 1, """{"remark":null}""") with { ChangedAt = now });
        AppliedChange merged = await AppliedAsync(Make(ChangeOp.Update, key, """{"remark":"b"}""", 1, """{"remark":null}""") with { ChangedAt = now.AddMinutes(-1) });
        MergeReceipt receipt = Assert.Single(merged.Receipts!);
        Assert.Equal(("remark", "b", "a", "a", "last_write_wins"), (receipt.Field, receipt.Client.ToString(), receipt.Server.ToString(), receipt.Result.ToString(), receipt.Rule));
    }
}
