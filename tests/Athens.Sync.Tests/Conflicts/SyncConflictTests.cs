using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Conflicts;

/// <summary>What an app is told of a change that needs a decision, and which of them it means.</summary>
public sealed class SyncConflictTests
{
    private readonly World world = new();
    private readonly WorldDevice a;
    private readonly WorldDevice b;

    public SyncConflictTests()
    {
        a = world.Device();
        b = world.Device();
    }

    /// <summary>Two devices move the same fields of one job; the second one's edit is a conflict.</summary>
    private async Task<string> ContestedAsync(Action<Job> ofA, Action<Job> ofB)
    {
        var job = new Job { Title = "old" };
        await a.Jobs.SaveAsync(job);
        await a.SyncAsync();
        await b.SyncAsync();
        await a.EditAsync(job.Id, ofA);
        await b.EditAsync(job.Id, ofB);
        await a.SyncAsync();
        await b.SyncAsync();
        return job.Id;
    }

    /// <summary>The server refuses an edit of a job that was moved out of the caller's sight.</summary>
    private async Task<SyncConflict> RefusedAsync()
    {
        var other = World.Caller("x", "south");
        await world.PushAsync(other, new Change { Entity = "job", Op = ChangeOp.Create, OfflineId = "o", ServerId = "taken", Data = World.F("""{"title":"x"}""") });
        await b.Jobs.SaveAsync(new Job { Id = "taken", Title = "mine" });
        await b.SyncAsync();
        return Assert.Single(await b.Client.Conflicts.ListRejectedAsync().ToListAsync());
    }

    [Fact]
    public async Task Conflict_TellsItsReasonInWords_AndItsFields()
    {
        string id = await ContestedAsync(j => j.Title = "A", j => j.Title = "B");
        SyncConflict conflict = Assert.Single(await b.ConflictsAsync());
        Assert.Equal((new EntityId("job", id), ConflictReason.StaleVersion), (conflict.Entity, conflict.Reason));
        Assert.Equal("Changed on the server since: title.", conflict.Detail);
        Assert.Equal(["title"], conflict.Fields.Keys);
    }

    [Fact]
    public async Task Refusal_HasNoReasonOfAConflict_AndTellsTheServersWords()
    {
        SyncConflict refused = await RefusedAsync();
        Assert.Null(refused.Reason);
        Assert.Equal("There is no such job.", refused.Detail);
        Assert.Empty(refused.Fields);
        Assert.Equal((0, 0), (refused.PreviewAutoMerge().Merged.Count, refused.PreviewAutoMerge().Left.Count));
    }

    [Fact]
    public async Task Plan_OfEachDecision_TellsWhatGoesOutAndWhatIsLeft()
    {
        await ContestedAsync(j => (j.Title, j.Notes) = ("A", "a"), j => (j.Title, j.Notes, j.Priority) = ("B", "b", 5));
        SyncConflict conflict = Assert.Single(await b.ConflictsAsync());

        Assert.Equal("""{"title":"B","notes":"b","priority":5} of ; possible""", Told(conflict.Plan(Resolution.KeepMine)));
        Assert.Equal("nothing of ; possible", Told(conflict.Plan(Resolution.UseServer)));
        Assert.Equal("nothing of ; possible", Told(conflict.Plan(Resolution.Discard)));
        Assert.Equal("""{"title":"B","notes":"b","priority":5} of title, notes; not possible""", Told(conflict.Plan(Resolution.AutoMerge)));
        Assert.Equal("""{"title":"AB","notes":"b","priority":5} of notes; not possible""", Told(conflict.Plan(Resolution.MergeWith(World.F("""{"title":"AB"}""")))));
        Assert.Equal("""{"title":"AB","notes":"ab","priority":5} of ; possible""", Told(conflict.Plan(Resolution.MergeWith(World.F("""{"title":"AB","notes":"ab"}""")))));
        Assert.Single(await b.ConflictsAsync());

        static string Told(ResolutionPlan plan) => $"{plan.Writes?.ToJson() ?? "nothing"} of {string.Join(", ", plan.Left)}; {(plan.IsPossible ? "possible" : "not possible")}";
    }

    [Fact]
    public async Task AutoMerge_OfAnApprovalOverTagsThatMoved_LeavesTheTagsThatItOnlyReliesOn()
    {
        await ContestedAsync(j => j.Tags.Add("mask"), _ => { });
        string id = (await b.Jobs.ListAsync().SingleAsync()).Id;
        await b.EditAsync(id, j => j.Status = "submitted");
        await b.SyncAsync();
        await a.SyncAsync();
        await a.EditAsync(id, j => j.Tags.Add("boots"));
        await b.EditAsync(id, j => j.Status = "approved");
        await a.SyncAsync();
        await b.SyncAsync();
        SyncConflict conflict = Assert.Single(await b.ConflictsAsync());
        Assert.Null(conflict.Fields["tags"].Client);
        Assert.Equal(["tags"], conflict.PreviewAutoMerge().Left);
    }

    [Fact]
    public async Task Filter_TakesWhatMeetsEachOfItsConditions()
    {
        await ContestedAsync(j => j.Title = "A", j => j.Title = "B");
        SyncConflict conflict = Assert.Single(await b.ConflictsAsync());
        Assert.True(new ConflictFilter().Takes(conflict));
        Assert.True(new ConflictFilter { Type = "job", Reason = ConflictReason.StaleVersion, Field = "title" }.Takes(conflict));
        Assert.False(new ConflictFilter { Type = "photo", Reason = ConflictReason.StaleVersion, Field = "title" }.Takes(conflict));
        Assert.False(new ConflictFilter { Type = "job", Reason = ConflictReason.DeletedOnServer, Field = "title" }.Takes(conflict));
        Assert.False(new ConflictFilter { Type = "job", Reason = ConflictReason.StaleVersion, Field = "notes" }.Takes(conflict));
    }

    [Fact]
    public async Task ResolveAll_DecidesWhatItCan_AndLeavesTheRest()
    {
        string open = await ContestedAsync(j => j.Title = "A", j => j.Title = "B");
        string deleted = await ContestedAsync(j => j.Notes = "A", j => j.Notes = "B");
        await ContestedAsync(j => j.Latitude = 1, j => j.Longitude = 2);

        IReadOnlyList<ResolutionPlan> plans = await b.Client.Conflicts.ResolveAllAsync(new ConflictFilter { Type = "job" }, Resolution.MergeWith(World.F("""{"notes":"AB"}""")));

        Assert.Equal([false, true, false], plans.Select(plan => plan.IsPossible));
        Assert.Equal(2, (await b.ConflictsAsync()).Count);
        Assert.Equal(("B", "AB"), ((await b.GetAsync(open)).Title, (await b.GetAsync(deleted)).Notes));
    }

    [Fact]
    public async Task Decision_ByTwoTabs_StandsAsTheFirstMadeIt()
    {
        await ContestedAsync(j => j.Title = "A", j => j.Title = "B");
        SyncConflict seen = Assert.Single(await b.ConflictsAsync());
        SyncConflict seenToo = Assert.Single(await b.ConflictsAsync());
        await seen.ResolveAsync(Resolution.UseServer);
        await Assert.ThrowsAsync<ConflictUnresolvedException>(() => seenToo.ResolveAsync(Resolution.KeepMine));
        Assert.Empty(await b.ConflictsAsync());
    }
}
