using System.Security.Claims;
using Athens.Sync.InMemory;
using Athens.Sync.Modeling;
using Athens.Sync.Server;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.Tests.Server;

/// <summary>Declared rights: who may do what, on the row as it is and as it will be.</summary>
public sealed class RightsTests
{
    private static readonly SyncModel Model = JobModel.Create();

    private int changes;

    // snippet:rights
    private static void Declare(EntityRights<Job> job) => job
        .Create("worker")
        .Update("worker", "supervisor")
        .Delete("supervisor")
        .Move("draft", "submitted", "worker")
        .Field(j => j.Priority, "supervisor")
        .Field(j => j.Notes, context => context.Before is null || context.Caller.IsInRole("supervisor"));
    // endsnippet

    [Theory]
    [InlineData("worker", "create", true)]
    [InlineData("worker", "update", true)]
    [InlineData("worker", "delete", false)]
    [InlineData("supervisor", "create", false)]
    [InlineData("supervisor", "update", true)]
    [InlineData("supervisor", "delete", true)]
    [InlineData("visitor", "create", false)]
    [InlineData("visitor", "update", false)]
    [InlineData("visitor", "delete", false)]
    public async Task Operation_IsForWhoWasGivenIt(string role, string op, bool may)
    {
        SyncServer server = ServerWith(b => b.AddRights<Job>(Declare));
        await SendAsync(server, "worker", ChangeOp.Create, "j1", """{"title":"a"}""");
        string key = op == "create" ? "j2" : "j1";
        PushResponse answer = await SendAsync(server, role, Enum.Parse<ChangeOp>(op, ignoreCase: true), key, op == "delete" ? "{}" : """{"title":"b"}""", 1);
        if (may)
            Assert.Single(answer.Applied);
        else
            Assert.Equal((RejectionReason.PermissionDenied, $"You may not {op} a job."), (Assert.Single(answer.Rejected).Reason, answer.Rejected[0].Detail.ToString()));
        Assert.Equal(may, (await VersionsAsync(server)) != "j1:1");
    }

    [Theory]
    [InlineData(ChangeOp.Update)]
    [InlineData(ChangeOp.UpdateStatus)]
    public async Task Move_ByEitherOperation_IsForWhoWasGivenIt_AndIsNoUpdate(ChangeOp op)
    {
        SyncServer server = ServerWith(b => b.AddRights<Job>(job => job.Create("worker").Move("draft", "submitted", "worker").Move("submitted", "approved", "boss")));
        await SendAsync(server, "worker", ChangeOp.Create, "j1", """{"title":"a"}""");
        Assert.Equal("You may not update a job.", (await SendAsync(server, "worker", op, "j1", """{"status":"submitted","title":"b"}""", 1)).Rejected[0].Detail.ToString());
        Assert.Single((await SendAsync(server, "worker", op, "j1", """{"status":"submitted"}""", 1)).Applied);
        Assert.Equal("You may not move a job from submitted to approved.", (await SendAsync(server, "worker", op, "j1", """{"status":"approved"}""", 2)).Rejected[0].Detail.ToString());
        Assert.Equal("You may not move a job from submitted to draft.", (await SendAsync(server, "boss", op, "j1", """{"status":"draft"}""", 2)).Rejected[0].Detail.ToString());
        Assert.Single((await SendAsync(server, "boss", op, "j1", """{"status":"approved"}""", 2)).Applied);
    }

    [Fact]
    public async Task Field_ThatIsNotTheCallers_IsRefusedByNameAndNothingIsWritten()
    {
        SyncServer server = ServerWith(b => b.AddRights<Job>(Declare));
        RejectedChange onCreate = Assert.Single((await SendAsync(server, "worker", ChangeOp.Create, "j1", """{"title":"a","priority":3}""")).Rejected);
        Assert.Equal((RejectionReason.PermissionDenied, """{"priority":"You may not set it."}"""), (onCreate.Reason, onCreate.Detail!.Value.GetRawText()));
        Assert.Equal("", await VersionsAsync(server));

        await SendAsync(server, "worker", ChangeOp.Create, "j1", """{"title":"a","priority":0,"notes":"mine"}""");
        RejectedChange onUpdate = Assert.Single((await SendAsync(server, "worker", ChangeOp.Update, "j1", """{"title":"b","priority":3,"notes":"other"}""", 1)).Rejected);
        Assert.Equal(["notes", "priority"], onUpdate.Detail!.Value.EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal("j1:1", await VersionsAsync(server));
        Assert.Single((await SendAsync(server, "supervisor", ChangeOp.Update, "j1", """{"priority":3}""", 1)).Applied);
    }

    [Fact]
    public async Task Field_SentAsItIs_IsNoWriteOfIt()
    {
        SyncServer server = ServerWith(b => b.AddRights<Job>(Declare));
        await SendAsync(server, "worker", ChangeOp.Create, "j1", """{"title":"a"}""");
        await SendAsync(server, "supervisor", ChangeOp.Update, "j1", """{"priority":3}""", 1);
        Assert.Single((await SendAsync(server, "worker", ChangeOp.Update, "j1", """{"title":"b","priority":3}""", 2)).Applied);
    }

    [Fact]
    public async Task Field_ThatARuleSets_IsNotTheCallersWrite()
    {
        SyncServer server = ServerWith(b => b.AddRule<PriorityRule>("job").AddRights<Job>(Declare));
        AppliedChange applied = Assert.Single((await SendAsync(server, "worker", ChangeOp.Create, "j1", """{"title":"a"}""")).Applied);
        Assert.Equal("7", applied.Data!["priority"].ToString());
    }

    [Theory]
    [InlineData("""{"title":"not mine","notes":"ann"}""", "You may not change this job.")]
    [InlineData("""{"notes":"ann"}""", "You may not change this job.")]
    public async Task Row_ThatIsNotTheCallers_CannotBeMadeHisByTheChange(string data, string detail)
    {
        SyncServer server = ServerWith(b => b.AddRights<Job>(OwnRows));
        await SendAsync(server, "worker", ChangeOp.Create, "j1", """{"title":"a","notes":"bob"}""", user: "bob");
        RejectedChange rejected = Assert.Single((await SendAsync(server, "worker", ChangeOp.Update, "j1", data, 1, "ann")).Rejected);
        Assert.Equal((RejectionReason.PermissionDenied, detail), (rejected.Reason, rejected.Detail.ToString()));
        Assert.Single((await SendAsync(server, "worker", ChangeOp.Delete, "j1", "{}", 1, "ann")).Rejected);
        Assert.Equal("j1:1", await VersionsAsync(server));
    }

    [Theory]
    [InlineData(ChangeOp.Create, "j2")]
    [InlineData(ChangeOp.Update, "j1")]
    public async Task Row_ThatIsTheCallers_CannotBeMadeAnothers(ChangeOp op, string key)
    {
        SyncServer server = ServerWith(b => b.AddRights<Job>(OwnRows));
        await SendAsync(server, "worker", ChangeOp.Create, "j1", """{"title":"a","notes":"bob"}""", user: "bob");
        RejectedChange rejected = Assert.Single((await SendAsync(server, "worker", op, key, """{"notes":"ann"}""", 1, "bob")).Rejected);
        Assert.Equal((RejectionReason.PermissionDenied, "You may not make a job that is so."), (rejected.Reason, rejected.Detail.ToString()));
        Assert.Equal("j1:1", await VersionsAsync(server));
        Assert.Single((await SendAsync(server, "worker", ChangeOp.Update, "j1", """{"title":"b"}""", 1, "bob")).Applied);
        Assert.Single((await SendAsync(server, "worker", ChangeOp.Delete, "j1", "{}", 2, "bob")).Applied);
    }

    [Fact]
    public async Task Row_AsTheRulesComplete_IsWhatIsJudged()
    {
        SyncServer server = ServerWith(b => b.AddRights<Job>(job => job.Create("worker").Rows((caller, row) => row.ApprovedBy == caller.User)).AddRule<SignRule>("job"));
        Assert.Single((await SendAsync(server, "worker", ChangeOp.Create, "j1", """{"title":"a"}""")).Applied);
    }

    [Fact]
    public async Task Delete_ThatIsTakenBack_NeedsTheRightToCreate()
    {
        SyncServer server = ServerWith(b => b.AddRights<Job>(job => job.Create("worker").Update("worker", "supervisor").Delete("supervisor")));
        await SendAsync(server, "worker", ChangeOp.Create, "j1", """{"title":"a"}""");
        await SendAsync(server, "supervisor", ChangeOp.Delete, "j1", "{}", 1);
        var keep = new ResolvedConflict { OfflineId = "lost", Resolution = ResolutionKind.KeepMine };
        Assert.Equal("You may not create a job.", (await SendAsync(server, "supervisor", ChangeOp.Update, "j1", """{"title":"b"}""", 2, resolves: keep)).Rejected[0].Detail.ToString());
        Assert.Equal(3, Assert.Single((await SendAsync(server, "worker", ChangeOp.Update, "j1", """{"title":"b"}""", 2, resolves: keep)).Applied).NewVersion);
    }

    /// <summary>The refusal tells no value of the row, and of no field that the sender did not name.</summary>
    [Fact]
    public async Task Refusal_TellsNothingOfTheRow()
    {
        SyncServer server = ServerWith(b => b.AddRights<Job>(job => job.Create("worker")));
        await SendAsync(server, "worker", ChangeOp.Create, "j1", """{"title":"a secret","priority":0}""");
        PushResponse answer = await SendAsync(server, "visitor", ChangeOp.Update, "j1", """{"title":"b"}""", 1);
        string text = System.Text.Json.JsonSerializer.Serialize(answer, WireJson.Instance.PushResponse);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("title", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Move_ToAnotherScopeByARule_IsAnExitAndAnEntry_AndTheRowIsNotTheCallersAnyMore()
    {
        SyncServer server = ServerWith(b => b.AddRule<TransferRule>("job"));
        SyncCaller north = Caller("worker", "ann", "north");
        SyncCaller south = Caller("worker", "sue", "south");
        await server.PushAsync(Request(Change(ChangeOp.Create, "j1", """{"title":"a"}"""), Photo("p1", "j1")), north);
        PushResponse moved = await server.PushAsync(Request(Change(ChangeOp.Update, "j1", """{"title":"to south"}""", 1), Change(ChangeOp.Update, "j1", """{"title":"too late"}""", 2)), north);
        Assert.Equal(2, Assert.Single(moved.Applied).NewVersion);
        Assert.Equal(RejectionReason.NotFound, Assert.Single(moved.Rejected).Reason);
        PushResponse after = await server.PushAsync(
            Request(Photo("p2", "j1"), Photo("p3", "nowhere"), Change(ChangeOp.Delete, "j1", "{}", 2), Change(ChangeOp.Delete, "nowhere", "{}", 2)), north);
        Assert.All(after.Rejected, rejected => Assert.Equal(RejectionReason.NotFound, rejected.Reason));
        Assert.Equal(["There is no such photo.", "There is no such photo.", "There is no such job.", "There is no such job."], after.Rejected.Select(r => r.Detail.ToString()));

        Assert.All((await server.PullAsync(new PullRequest(), north)).Changes, entity => Assert.True(entity.Deleted && entity.Data is null));
        Assert.Equal(["j1", "p1"], (await server.PullAsync(new PullRequest(), south)).Changes.Select(entity => entity.ServerId).Order());
        Assert.Single((await server.PushAsync(Request(Change(ChangeOp.Update, "j1", """{"title":"mine"}""", 2)), south)).Applied);
    }

    [Fact]
    public void Rights_ThatNameWhatTheModelDoesNotHave_AreRefusedByName()
    {
        SyncServerBuilder builder = new ServiceCollection().AddAthensSyncServer(Model);
        Assert.Contains("Id", Assert.Throws<SyncModelException>(() => builder.AddRights<Job>(job => job.Field(j => j.Id, "worker"))).Message, StringComparison.Ordinal);
        Assert.Contains("'draft' to 'closed'", Assert.Throws<SyncModelException>(() => builder.AddRights<Job>(job => job.Move("draft", "closed", "worker"))).Message, StringComparison.Ordinal);
        Assert.Throws<KeyNotFoundException>(() => builder.AddRights<string>(_ => { }));
        Assert.Contains("'lost'", Assert.Throws<SyncModelException>(() => builder.AddCommand<NoCommand>("job", "lost")).Message, StringComparison.Ordinal);
    }

    private static void OwnRows(EntityRights<Job> job) => job
        .Create("worker").Update("worker").Delete("worker")
        .Rows((caller, row) => row.Notes == caller.User);

    private static SyncServer ServerWith(Action<SyncServerBuilder> declare)
    {
        var services = new ServiceCollection();
        declare(services.AddAthensSyncServer(Model));
        return new SyncServer(Model, new InMemoryServerStore(Model, new CountingIds(1), services.BuildServiceProvider()), TimeProvider.System, new CountingIds(2));
    }

    private static SyncCaller Caller(string role, string user, params string[] scopes) =>
        new() { User = user, Scopes = scopes, Principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Role, role)], "test")) };

    private Task<PushResponse> SendAsync(SyncServer server, string role, ChangeOp op, string key, string data, long? version = null, string user = "ann", ResolvedConflict? resolves = null) =>
        server.PushAsync(Request(Change(op, key, data, op is ChangeOp.Create ? null : version) with { Resolves = resolves }), Caller(role, user, "north"));

    private static PushRequest Request(params Change[] changes) => new() { DeviceId = "d", Changes = changes };

    private Change Change(ChangeOp op, string key, string data, long? version = null) =>
        new() { Entity = "job", Op = op, OfflineId = $"o{++changes}", ServerId = key, ClientVersion = version, Data = World.F(data) };

    private Change Photo(string key, string job) =>
        new() { Entity = "photo", Op = ChangeOp.Append, OfflineId = $"o{++changes}", ServerId = key, Data = World.F($$"""{"job_id":"{{job}}","caption":"c"}""") };

    private static async Task<string> VersionsAsync(SyncServer server) =>
        string.Join(' ', (await server.PullAsync(new PullRequest(), Caller("reader", "reader", "north"))).Changes.Select(e => $"{e.ServerId}:{e.Version}"));

    private sealed class PriorityRule : ISyncRule
    {
        public ValueTask JudgeAsync(RuleContext context, CancellationToken cancellationToken)
        {
            context.Set("priority", World.J("7"));
            return ValueTask.CompletedTask;
        }
    }

    private sealed class SignRule : ISyncRule
    {
        public ValueTask JudgeAsync(RuleContext context, CancellationToken cancellationToken)
        {
            context.Set("approved_by", context.Caller.User);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class TransferRule : ISyncRule
    {
        public ValueTask JudgeAsync(RuleContext context, CancellationToken cancellationToken)
        {
            if (context.AfterAs<Job>().Title == "to south")
                context.Set("site_id", "south");
            return ValueTask.CompletedTask;
        }
    }

    private sealed class NoCommand : ISyncCommand
    {
        public ValueTask ExecuteAsync(RuleContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
