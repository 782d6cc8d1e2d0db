using System.Text.Json;
using Athens.Sync.Testing;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Scenarios;

public sealed class TwoDeviceTests
{
    private readonly World world = new();
    private readonly WorldDevice a;
    private readonly WorldDevice b;

    public TwoDeviceTests()
    {
        a = world.Device();
        b = world.Device();
    }

    private async Task<string> SharedJobAsync()
    {
        var job = new Job { Title = "Weld", Notes = "first", Tags = ["helmet"] };
        await a.Jobs.SaveAsync(job);
        await a.SyncAsync();
        await b.SyncAsync();
        return job.Id;
    }

    private async Task AssertConvergedAsync()
    {
        foreach (WorldDevice device in new[] { a, b, a, b })
            await device.SyncAsync();
        var server = await world.ServerStateAsync();
        foreach (WorldDevice device in new[] { a, b })
        {
            Assert.Equal(server.Keys.Where(id => id.Type == "job").Select(id => id.Key).Order(), (await device.Jobs.ListAsync().ToListAsync()).Select(j => j.Id).Order());
            foreach ((EntityId id, var entity) in server.Where(e => e.Key.Type == "job"))
            {
                Job? local = await device.Jobs.GetAsync(id.Key);
                Assert.Equal(entity.Deleted, local is null);
                if (local is not null)
                    Assert.All(entity.Data!, field => Assert.True(world.Model.Entity("job").Field(field.Key).AreEqual(field.Value, world.Model.Entity("job").Field(field.Key).Read(local)), field.Key));
            }
        }
    }

    [Fact]
    public async Task Job_CreatedOffline_ReachesTheOtherDevice()
    {
        string id = await SharedJobAsync();
        Job seen = await b.GetAsync(id);
        Assert.Equal(("Weld", "first", "draft", "north"), (seen.Title, seen.Notes, seen.Status, seen.SiteId));
        Assert.Equal(["helmet"], seen.Tags);
    }

    /// <summary>The only state that the device ever knew of it is what it sent: an edit alone would be half an entity, which no app can read.</summary>
    [Fact]
    public async Task EditOfWhatIsDeletedElsewhere_BeforeAPullEverToldOfIt_StandsOnWhatWasSent()
    {
        await a.SyncAsync();
        await b.SyncAsync();
        var job = new Job { Title = "Weld", Notes = "first" };
        await a.Jobs.SaveAsync(job);
        a.Network.NextPush(TransportFault.AnswerLost);
        a.Network.NextPull(TransportFault.RequestLost, TransportFault.RequestLost);
        await a.Client.SyncAsync();
        await a.Client.SyncAsync();
        await a.EditAsync(job.Id, j => j.Title = "Weld pipe");
        await b.SyncAsync();
        await b.Jobs.DeleteAsync(job.Id);
        await b.SyncAsync();

        a.Network.NextPush(TransportFault.RequestLost);
        await a.Client.SyncAsync();

        Job seen = await a.GetAsync(job.Id);
        Assert.Equal(("Weld pipe", "first"), (seen.Title, seen.Notes));
        await a.SyncAsync();
        await (await a.ConflictsAsync()).Single().ResolveAsync(Resolution.UseServer);
        await AssertConvergedAsync();
    }

    [Fact]
    public async Task Edits_OfDifferentFields_MergeWithoutAPerson()
    {
        string id = await SharedJobAsync();
        await a.EditAsync(id, j => j.Title = "Weld pipe");
        await b.EditAsync(id, j => j.Notes = "second");
        await a.SyncAsync();
        Assert.Equal(1, (await b.SyncAsync()).Merged);
        await AssertConvergedAsync();
        Job job = await a.GetAsync(id);
        Assert.Equal(("Weld pipe", "second"), (job.Title, job.Notes));
    }

    [Fact]
    public async Task Edits_OfOneField_AreAConflictWithAllThreeValues()
    {
        string id = await SharedJobAsync();
        await a.EditAsync(id, j => j.Title = "A");
        await b.EditAsync(id, j => j.Title = "B");
        await a.SyncAsync();
        Assert.Equal(1, (await b.SyncAsync()).Conflicts);
        SyncConflict conflict = Assert.Single(await b.ConflictsAsync());
        FieldConflict field = conflict.Fields["title"];
        Assert.Equal(("Weld", "B", "A"), (field.Base.ToString(), field.Client.ToString(), field.Server.ToString()));
        Assert.Equal(ConflictReason.StaleVersion, conflict.Reason);
        Assert.Equal("B", (await b.GetAsync(id)).Title);
    }

    [Theory]
    [InlineData(ResolutionKind.KeepMine, "B")]
    [InlineData(ResolutionKind.UseServer, "A")]
    [InlineData(ResolutionKind.Discard, "A")]
    [InlineData(ResolutionKind.Merge, "A and B")]
    public async Task Conflict_Resolved_EndsWithTheChosenValueEverywhere(ResolutionKind kind, string expected)
    {
        string id = await SharedJobAsync();
        await a.EditAsync(id, j => j.Title = "A");
        await b.EditAsync(id, j => j.Title = "B");
        await a.SyncAsync();
        await b.SyncAsync();
        SyncConflict conflict = Assert.Single(await b.ConflictsAsync());
        await conflict.ResolveAsync(kind switch
        {
            ResolutionKind.KeepMine => Resolution.KeepMine,
            ResolutionKind.UseServer => Resolution.UseServer,
            ResolutionKind.Discard => Resolution.Discard,
            _ => Resolution.MergeWith(World.F("""{"title":"A and B"}""")),
        });
        await AssertConvergedAsync();
        Assert.Equal(expected, (await a.GetAsync(id)).Title);
        Assert.Equal(expected, (await b.GetAsync(id)).Title);
        Assert.Empty(await b.ConflictsAsync());
        Assert.Equal(0, (await b.Client.GetStatusAsync()).Changes.Waiting);
    }

    [Fact]
    public async Task Conflict_AutoMergeOfAManualField_IsRefusedAndChangesNothing()
    {
        string id = await SharedJobAsync();
        await a.EditAsync(id, j => j.Title = "A");
        await b.EditAsync(id, j => j.Title = "B");
        await a.SyncAsync();
        await b.SyncAsync();
        SyncConflict conflict = Assert.Single(await b.ConflictsAsync());
        Assert.Equal(["title"], conflict.PreviewAutoMerge().Left);
        var refused = await Assert.ThrowsAsync<ConflictUnresolvedException>(() => conflict.ResolveAsync(Resolution.AutoMerge));
        Assert.Contains("title", refused.Message, StringComparison.Ordinal);
        Assert.Single(await b.ConflictsAsync());
    }

    [Fact]
    public async Task KeepMine_OfOneField_KeepsWhatOthersAddedToASet()
    {
        string id = await SharedJobAsync();
        await a.EditAsync(id, j => { j.Title = "A"; j.Tags.Add("gloves"); });
        await b.EditAsync(id, j => { j.Title = "B"; j.Tags.Add("boots"); });
        await a.SyncAsync();
        await b.SyncAsync();
        await Assert.Single(await b.ConflictsAsync()).ResolveAsync(Resolution.KeepMine);
        await AssertConvergedAsync();
        Assert.Equal("B", (await a.GetAsync(id)).Title);
        Assert.Equal(["boots", "gloves", "helmet"], (await a.GetAsync(id)).Tags.Order());
    }

    [Fact]
    public async Task MergedAnswer_ThatFoundItsValueInSomebodyElsesVersion_LeavesTheReplicaToThePull()
    {
        string id = await SharedJobAsync();
        await a.EditAsync(id, j => { j.Title = "same"; j.Notes = "more"; });
        await a.SyncAsync();
        await b.EditAsync(id, j => j.Title = "same");
        await b.SyncAsync();
        Assert.Equal(("same", "more"), ((await b.GetAsync(id)).Title, (await b.GetAsync(id)).Notes));
    }

    [Fact]
    public async Task SetAndChecklist_EditedOnBoth_KeepEveryElementAndTick()
    {
        string id = await SharedJobAsync();
        await a.EditAsync(id, j => { j.Tags.Add("gloves"); j.Checks["gas"] = World.J("true"); });
        await b.EditAsync(id, j => { j.Tags.Remove("helmet"); j.Tags.Add("boots"); j.Checks["fire"] = World.J("""{"done":true,"comments":"ok"}"""); });
        await a.SyncAsync();
        Assert.Equal(1, (await b.SyncAsync()).Merged);
        await AssertConvergedAsync();
        Job job = await a.GetAsync(id);
        Assert.Equal(["boots", "gloves"], job.Tags.Order());
        Assert.Equal(["fire", "gas"], job.Checks.Keys.Order());
    }

    [Fact]
    public async Task OneDevice_TwoEditsSyncedTogether_NeverConflict()
    {
        string id = await SharedJobAsync();
        await a.EditAsync(id, j => j.Title = "one");
        await a.EditAsync(id, j => j.Status = "submitted");
        await a.EditAsync(id, j => j.Title = "two");
        await a.EditAsync(id, j => j.Status = "draft");
        SyncReport report = await a.SyncAsync();
        Assert.Equal((4, 0, 0), (report.Applied, report.Merged, report.Conflicts));
        await AssertConvergedAsync();
        Assert.Equal("two", (await b.GetAsync(id)).Title);
    }

    [Fact]
    public async Task OneDevice_DeletesWhatItsCreateIsUnderWayFor_NeverConflicts()
    {
        var job = new Job { Title = "one" };
        await a.Jobs.SaveAsync(job);
        a.Network.Meanwhile = () => a.Jobs.DeleteAsync(job.Id);
        SyncReport report = await a.SyncAsync();
        Assert.Equal((2, 0, 0), (report.Applied, report.Merged, report.Conflicts));
        Assert.Null(await a.Jobs.GetAsync(job.Id));
    }

    [Fact]
    public async Task OneDevice_CreatesEditsMovesAndDeletesInOneBatch_NeverConflicts()
    {
        var job = new Job { Title = "one" };
        await a.Jobs.SaveAsync(job);
        await a.EditAsync(job.Id, j => j.Title = "two");
        await a.EditAsync(job.Id, j => j.Status = "submitted");
        await a.Jobs.DeleteAsync(job.Id);
        SyncReport report = await a.SyncAsync();
        Assert.Equal([ChangeOp.Create, ChangeOp.Update, ChangeOp.UpdateStatus, ChangeOp.Delete], a.Network.Pushes[^1].Changes.Select(change => change.Op));
        Assert.Equal((4, 0, 0), (report.Applied, report.Conflicts, report.Rejected));
        Assert.Null(await a.Jobs.GetAsync(job.Id));
        Assert.Empty(await world.ServerStateAsync());
        await AssertConvergedAsync();
    }

    [Fact]
    public async Task Delete_OfAJobWithAPhoto_IsRefusedByTheDatabase_AndShownToItsUser()
    {
        var job = new Job { Title = "one" };
        await a.Jobs.SaveAsync(job);
        await a.Photos.SaveAsync(new Photo { JobId = job.Id });
        await a.Jobs.DeleteAsync(job.Id);
        Assert.Equal((2, 1), ((await a.SyncAsync()).Applied, (await a.Client.GetStatusAsync()).Changes.Failed));
        Assert.Equal(2, (await world.ServerStateAsync()).Count);
        await Assert.Single(await a.Client.Conflicts.ListRejectedAsync().ToListAsync()).ResolveAsync(Resolution.Discard);
        await AssertConvergedAsync();
        Assert.NotNull(await a.Jobs.GetAsync(job.Id));
    }

    [Fact]
    public async Task MergedAnswer_ThenAnEditOnTheReplicaThatHasNotPulled_NeverOverwritesSilently()
    {
        string id = await SharedJobAsync();
        await a.EditAsync(id, j => { j.Title = "A"; j.Priority = 7; });
        await a.SyncAsync();
        await b.EditAsync(id, j => j.Notes = "B");
        b.Network.Meanwhile = () =>
        {
            b.Network.IsDown = true;
            return Task.CompletedTask;
        };
        Assert.Equal(1, (await b.Client.SyncAsync()).Merged);
        b.Network.IsDown = false;
        await b.EditAsync(id, j => j.Title = "B");
        Assert.Equal(1, (await b.SyncAsync()).Conflicts);
        Assert.Equal("A", Assert.Single(await b.ConflictsAsync()).Fields["title"].Server.ToString());
        Assert.Equal("A", (await world.ServerStateAsync())[new EntityId("job", id)].Data!["title"].ToString());
    }

    [Fact]
    public async Task Answer_LostAfterTheServerCommitted_IsAppliedOnce()
    {
        string id = await SharedJobAsync();
        await a.EditAsync(id, j => j.Counter = 5);
        a.Network.NextPush(TransportFault.AnswerLost);
        Assert.NotNull((await a.Client.SyncAsync()).Failure);
        await b.EditAsync(id, j => j.Counter = 3);
        await b.SyncAsync();
        await a.SyncAsync();
        await AssertConvergedAsync();
        Assert.Equal(8, (await a.GetAsync(id)).Counter);
        Assert.Equal(3, (await world.ServerStateAsync())[new EntityId("job", id)].Version);
    }

    [Fact]
    public async Task Retry_AfterALostAnswerAPullAndAnEdit_SendsTheSamePayload()
    {
        string id = await SharedJobAsync();
        await b.EditAsync(id, j => j.Notes = "of b");
        await b.SyncAsync();
        await a.EditAsync(id, j => j.Title = "one");
        a.Network.NextPush(TransportFault.AnswerLost);
        await a.Client.SyncAsync();
        Assert.Equal(("one", "of b"), ((await a.GetAsync(id)).Title, (await a.GetAsync(id)).Notes));
        await a.EditAsync(id, j => j.Title = "two");
        await a.SyncAsync();
        Assert.Equal(Look.Text(a.Network.Pushes[1].Changes[0]), Look.Text(a.Network.Pushes[2].Changes[0]));
        await AssertConvergedAsync();
        Assert.Equal("two", (await b.GetAsync(id)).Title);
    }

    [Fact]
    public async Task Edit_WhileAPushIsUnderWay_IsNeitherLostNorMarkedSynced()
    {
        string id = await SharedJobAsync();
        await a.EditAsync(id, j => j.Title = "sent");
        a.Network.Meanwhile = () => a.EditAsync(id, j => j.Title = "meanwhile");
        await a.SyncAsync();
        Assert.Equal("meanwhile", (await a.GetAsync(id)).Title);
        await AssertConvergedAsync();
        Assert.Equal("meanwhile", (await b.GetAsync(id)).Title);
    }

    [Fact]
    public async Task Approval_AfterWhatItReliesOnMoved_IsAConflict()
    {
        string id = await SharedJobAsync();
        await a.EditAsync(id, j => j.Status = "submitted");
        await a.SyncAsync();
        await b.SyncAsync();
        await a.EditAsync(id, j => j.Tags.Add("mask"));
        await a.SyncAsync();
        await b.EditAsync(id, j => j.Status = "approved");
        Assert.Equal(1, (await b.SyncAsync()).Conflicts);
        SyncConflict conflict = Assert.Single(await b.ConflictsAsync());
        Assert.Equal(["tags"], conflict.Fields.Keys);
        Assert.Equal("submitted", (await world.ServerStateAsync())[new EntityId("job", id)].Data!["status"].ToString());
    }

    [Fact]
    public async Task Edit_OfAFieldThatTheServersStateFreezes_IsAConflict()
    {
        string id = await SharedJobAsync();
        await a.EditAsync(id, j => j.Status = "submitted");
        await a.SyncAsync();
        await b.SyncAsync();
        await a.EditAsync(id, j => j.Status = "approved");
        await a.SyncAsync();
        await b.EditAsync(id, j => j.Tags.Add("mask"));
        Assert.Equal(1, (await b.SyncAsync()).Conflicts);
        Assert.Contains("approved", Assert.Single(await b.ConflictsAsync()).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StatusMove_BehindTheServer_IsInvalidAndSaysWhereTheServerIs()
    {
        string id = await SharedJobAsync();
        await a.EditAsync(id, j => j.Status = "submitted");
        await a.EditAsync(id, j => j.Status = "approved");
        await a.SyncAsync();
        await b.EditAsync(id, j => j.Status = "cancelled");
        await b.SyncAsync();
        SyncConflict conflict = Assert.Single(await b.ConflictsAsync());
        Assert.Equal(ConflictReason.InvalidTransition, conflict.Reason);
        Assert.Contains("already at approved", conflict.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FieldsTogether_EachMovedByOneSide_AreAConflict()
    {
        string id = await SharedJobAsync();
        await a.EditAsync(id, j => j.Latitude = 1.5m);
        await b.EditAsync(id, j => j.Longitude = 2.5m);
        await a.SyncAsync();
        Assert.Equal(1, (await b.SyncAsync()).Conflicts);
        Assert.Equal(["latitude", "longitude"], Assert.Single(await b.ConflictsAsync()).Fields.Keys.Order());
    }

    [Fact]
    public async Task Delete_OfWhatWasEdited_IsAConflictWithTheEdit()
    {
        string id = await SharedJobAsync();
        await a.EditAsync(id, j => j.Title = "edited");
        await a.SyncAsync();
        await b.Jobs.DeleteAsync(id);
        Assert.Null(await b.Jobs.GetAsync(id));
        Assert.Equal(1, (await b.SyncAsync()).Conflicts);
        SyncConflict conflict = Assert.Single(await b.ConflictsAsync());
        Assert.Equal(["title"], conflict.Fields.Keys);
        await conflict.ResolveAsync(Resolution.KeepMine);
        await AssertConvergedAsync();
        Assert.Null(await a.Jobs.GetAsync(id));
    }

    [Fact]
    public async Task Delete_OfWhatTheUserSawBeforeAPull_IsAConflictWithWhatHeDidNotSee()
    {
        string id = await SharedJobAsync();
        Job seen = await b.GetAsync(id);
        await a.EditAsync(id, j => j.Title = "edited");
        await a.SyncAsync();
        await b.SyncAsync();
        Assert.True(await b.Jobs.DeleteAsync(seen));
        Assert.Equal(1, (await b.SyncAsync()).Conflicts);
        Assert.Equal(["title"], Assert.Single(await b.ConflictsAsync()).Fields.Keys);
    }

    [Fact]
    public async Task Delete_OfWhatTheUserSees_IsTakenIn()
    {
        string id = await SharedJobAsync();
        await a.EditAsync(id, j => j.Title = "edited");
        await a.SyncAsync();
        await b.SyncAsync();
        Assert.True(await b.Jobs.DeleteAsync(await b.GetAsync(id)));
        Assert.Equal(0, (await b.SyncAsync()).Conflicts);
        await AssertConvergedAsync();
    }

    [Fact]
    public async Task Edit_OfWhatWasDeleted_KeepMineRestoresItAndTheVersionGoesOn()
    {
        string id = await SharedJobAsync();
        await a.Jobs.DeleteAsync(id);
        await a.SyncAsync();
        await b.EditAsync(id, j => j.Title = "still needed");
        await b.SyncAsync();
        SyncConflict conflict = Assert.Single(await b.ConflictsAsync());
        Assert.Equal(ConflictReason.DeletedOnServer, conflict.Reason);
        Assert.Equal("still needed", (await b.GetAsync(id)).Title);
        await conflict.ResolveAsync(Resolution.KeepMine);
        await AssertConvergedAsync();
        Assert.Equal(("still needed", "first"), ((await a.GetAsync(id)).Title, (await a.GetAsync(id)).Notes));
        Assert.Equal(3, (await world.ServerStateAsync())[new EntityId("job", id)].Version);
    }

    [Fact]
    public async Task Restore_AfterAFieldWasClearedBeforeTheDelete_BringsTheClearedValue()
    {
        string id = await SharedJobAsync();
        await a.EditAsync(id, j => j.Notes = null);
        await a.SyncAsync();
        await a.Jobs.DeleteAsync(id);
        await a.SyncAsync();
        await b.EditAsync(id, j => j.Title = "still needed");
        await b.SyncAsync();
        await Assert.Single(await b.ConflictsAsync()).ResolveAsync(Resolution.KeepMine);
        await b.SyncAsync();
        Assert.Null((await b.GetAsync(id)).Notes);
    }

    [Fact]
    public async Task Successors_OfAConflict_WaitAndGoOnAfterItsResolution()
    {
        string id = await SharedJobAsync();
        await a.EditAsync(id, j => j.Title = "A");
        await a.SyncAsync();
        await b.EditAsync(id, j => j.Title = "B");
        await b.EditAsync(id, j => j.Status = "submitted");
        var other = new Job { Title = "Other" };
        await b.Jobs.SaveAsync(other);
        SyncReport report = await b.SyncAsync();
        Assert.Equal(1, report.Applied);
        Assert.Equal("draft", (await world.ServerStateAsync())[new EntityId("job", id)].Data!["status"].ToString());
        await Assert.Single(await b.ConflictsAsync()).ResolveAsync(Resolution.KeepMine);
        await AssertConvergedAsync();
        Assert.Equal(("B", "submitted"), ((await a.GetAsync(id)).Title, (await a.GetAsync(id)).Status));
    }

    [Fact]
    public async Task Successor_OfADroppedChange_IsAskedFor()
    {
        string id = await SharedJobAsync();
        await a.EditAsync(id, j => j.Title = "A");
        await a.SyncAsync();
        await b.EditAsync(id, j => j.Title = "B");
        await b.EditAsync(id, j => j.Status = "submitted");
        await b.SyncAsync();
        await Assert.Single(await b.ConflictsAsync()).ResolveAsync(Resolution.UseServer);
        SyncConflict asked = Assert.Single(await b.ConflictsAsync());
        Assert.Equal(ConflictReason.PredecessorUnresolved, asked.Reason);
        await asked.ResolveAsync(Resolution.KeepMine);
        await AssertConvergedAsync();
        Assert.Equal(("A", "submitted"), ((await b.GetAsync(id)).Title, (await b.GetAsync(id)).Status));
    }

    [Fact]
    public async Task Counter_CountedOnBothByTheSame_CountsBoth()
    {
        string id = await SharedJobAsync();
        await a.EditAsync(id, j => j.Counter++);
        await b.EditAsync(id, j => j.Counter++);
        await a.SyncAsync();
        await b.SyncAsync();
        await AssertConvergedAsync();
        Assert.Equal(2, (await a.GetAsync(id)).Counter);
    }

    [Fact]
    public async Task LastWriteWins_TheLaterStampStays()
    {
        string id = await SharedJobAsync();
        await a.EditAsync(id, j => j.Remark = "earlier");
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await b.EditAsync(id, j => j.Remark = "later");
        await b.SyncAsync();
        Assert.Equal(1, (await a.SyncAsync()).Merged);
        await AssertConvergedAsync();
        Assert.Equal("later", (await a.GetAsync(id)).Remark);
    }

    [Fact]
    public async Task Photo_OfAJobMadeInTheSamePush_IsTakenInAfterIt()
    {
        var job = new Job { Title = "New" };
        await a.Jobs.SaveAsync(job);
        await a.Photos.SaveAsync(new Photo { JobId = job.Id, Caption = "before" });
        Assert.Equal(2, (await a.SyncAsync()).Applied);
        await b.SyncAsync();
        Assert.Single(await b.Photos.ListAsync().ToListAsync());
    }

    [Fact]
    public async Task ServerOwnedField_EditedOnADevice_IsRefusedByName()
    {
        string id = await SharedJobAsync();
        var refused = await Assert.ThrowsAsync<ChangeRefusedException>(() => a.EditAsync(id, j => j.ApprovedBy = "me"));
        Assert.Contains("approved_by", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await a.Client.GetStatusAsync()).Changes.Waiting);
    }

    [Fact]
    public async Task Text_LongerThanTheWireCarries_IsRefusedWhenItIsSaved()
    {
        string id = await SharedJobAsync();
        var refused = await Assert.ThrowsAsync<ChangeRefusedException>(() => a.EditAsync(id, j => j.Title = new string('x', 70_000)));
        Assert.Contains("title", refused.Message, StringComparison.Ordinal);
        Assert.Equal("Weld", (await a.GetAsync(id)).Title);
    }

    [Fact]
    public async Task Object_LoadedBeforeAPull_SavesOnlyWhatItsUserEdited()
    {
        string id = await SharedJobAsync();
        Job stale = await b.GetAsync(id);
        await a.EditAsync(id, j => j.Notes = "moved");
        await a.SyncAsync();
        await b.SyncAsync();
        stale.Title = "mine";
        await b.Jobs.SaveAsync(stale);
        await AssertConvergedAsync();
        Assert.Equal(("mine", "moved"), ((await a.GetAsync(id)).Title, (await a.GetAsync(id)).Notes));
    }

    [Fact]
    public async Task Offline_Sync_IsAReportAndTheOutboxStays()
    {
        await a.Jobs.SaveAsync(new Job { Title = "X" });
        a.Network.IsDown = true;
        SyncReport report = await a.Client.SyncAsync();
        Assert.Equal(TransportFailure.Unreachable, Assert.IsType<SyncTransportException>(report.Failure).Failure);
        Assert.Equal(1, (await a.Client.GetStatusAsync()).Changes.Waiting);
    }

    [Fact]
    public async Task Edits_BeforeAndAfterAPull_AreEachMadeOnWhatTheUserSaw()
    {
        string id = await SharedJobAsync();
        await b.EditAsync(id, j => { j.Counter = 10; j.Tags.Add("theirs"); });
        await b.SyncAsync();
        a.Network.Meanwhile = () => a.EditAsync(id, j => { j.Counter = 5; j.Tags.Add("mine"); });
        await a.SyncAsync();
        Assert.Equal(15, (await a.GetAsync(id)).Counter);
        await a.EditAsync(id, j => { j.Counter += 5; j.Tags.Remove("theirs"); });
        await AssertConvergedAsync();
        Job job = await b.GetAsync(id);
        Assert.Equal(20, job.Counter);
        Assert.Equal(["helmet", "mine"], job.Tags.Order());
    }

    /// <summary>Found by the simulated day 31,903 of the busy ones.</summary>
    [Fact]
    public async Task EditTakenBack_ThenOneOverWhatAPullBrought_IsMadeOnWhatTheUserSaw()
    {
        string id = await SharedJobAsync();
        await b.EditAsync(id, j => { j.Title = "Theirs"; j.Tags.Add("theirs"); });
        await b.SyncAsync();
        a.Network.Meanwhile = async () =>
        {
            await a.EditAsync(id, j => { j.Title = "Mine"; j.Priority = 7; j.Tags.Add("mine"); });
            await a.EditAsync(id, j => { j.Title = "Weld"; j.Tags.Remove("mine"); });
        };
        await a.SyncAsync();
        Assert.Equal("Theirs", (await a.GetAsync(id)).Title);
        await a.EditAsync(id, j => { j.Title = "Weld"; j.Tags.Remove("theirs"); });
        await AssertConvergedAsync();
        Job job = await b.GetAsync(id);
        Assert.Equal(("Weld", 7), (job.Title, job.Priority));
        Assert.Equal(["helmet"], job.Tags);
    }

    [Fact]
    public async Task Coalesced_EditsBackToWhatWas_LeaveNothingToSend()
    {
        string id = await SharedJobAsync();
        await a.EditAsync(id, j => j.Title = "x");
        await a.EditAsync(id, j => j.Title = "Weld");
        Assert.Equal(0, (await a.Client.GetStatusAsync()).Changes.Waiting);
        Assert.Equal("Weld", (await a.GetAsync(id)).Title);
    }
}
