using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.EntityFrameworkCore.Tests.Work;
using Athens.Sync.Server;
using Athens.Sync.Wire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.EntityFrameworkCore.Tests.Commands;

/// <summary>A status move runs the app's own handler, in the transaction of the change.</summary>
public abstract class CommandTests(ITestDatabase database) : IAsyncLifetime
{
    private static readonly SyncCaller Ann = new() { User = "ann", Scopes = ["north"] };

    private ServiceProvider services = null!;
    private int changes;

    private SyncServer Server => services.GetRequiredService<SyncServer>();

    public async Task InitializeAsync()
    {
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(new ManualClock(new DateTimeOffset(2026, 5, 6, 7, 8, 9, TimeSpan.Zero)));
        collection.AddDbContextFactory<ValveContext>(database.Use);
        collection.AddAthensSyncServer(ValveContext.Synced).UseEntityFrameworkCore<ValveContext>()
            .AddCommand<ShutCommand>("valve", "shut")
            .AddRule<RefusedRule>("valve");
        services = collection.BuildServiceProvider(validateScopes: true);
        await using ValveContext context = NewContext();
        await context.Database.EnsureCreatedAsync();
    }

    public async Task DisposeAsync()
    {
        await services.DisposeAsync();
        database.Delete();
    }

    [Theory]
    [InlineData(ChangeOp.UpdateStatus)]
    [InlineData(ChangeOp.Update)]
    public async Task Move_ByEitherOperation_RunsTheHandlerWithTheChange(ChangeOp op)
    {
        AppliedChange applied = Assert.Single((await PushAsync(New("v1", "main"), New("v2", "spare"), Move("v1", op))).Applied, a => a.ServerId == "v1" && a.NewVersion == 2);

        Assert.Equal("ann", applied.Data!["shut_by"].ToString());
        Assert.Equal(["main: ann shut it, of 2"], await JournalAsync());
        Assert.Equal("v1 v2, v2 v1", await FeedAsync());
    }

    [Fact]
    public async Task Move_ThatIsReplayed_RunsTheHandlerOnce()
    {
        await PushAsync(New("v1", "main"));
        Change move = Move("v1");
        await PushAsync(move);
        Assert.Equal(AppliedStatus.AlreadyApplied, Assert.Single((await PushAsync(move)).Applied).Status);

        Assert.Single(await JournalAsync());
    }

    [Fact]
    public async Task Edit_OrAMoveToAnotherState_RunsNoHandler()
    {
        await PushAsync(New("v1", "main"), Move("v1"));
        await PushAsync(new Change { Entity = "valve", Op = ChangeOp.Update, OfflineId = "back", ServerId = "v1", ClientVersion = 2, Data = FieldValues.Parse("""{"status":"open","name":"other"}""") });

        Assert.Equal(["main: ann shut it, of 1"], await JournalAsync());
    }

    [Fact]
    public async Task Move_ThatARuleRefuses_RunsNoHandler_AndItsNeighbourIsTakenIn()
    {
        PushResponse answer = await PushAsync(New("v1", "sealed"), New("v2", "main"), Move("v1"), Move("v2"));

        Assert.Equal("It is sealed.", Assert.Single(answer.Rejected).Detail.ToString());
        Assert.Equal(["main: ann shut it, of 2"], await JournalAsync());
        Assert.Equal("v1 v1, v2 v2", await FeedAsync());
    }

    [Fact]
    public async Task Move_ThatTheHandlerRefuses_IsAValidationError()
    {
        PushResponse answer = await PushAsync(New("v1", "stuck"), Move("v1"));

        Assert.Equal((RejectionReason.ValidationError, """{"name":"It does not move."}"""), (Assert.Single(answer.Rejected).Reason, answer.Rejected[0].Detail!.Value.GetRawText()));
        Assert.Equal("v1 v1", await FeedAsync());
    }

    [Fact]
    public async Task Handler_ThatThrows_LeavesNothingOfThePush()
    {
        await PushAsync(New("v1", "broken"), New("v2", "main"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => PushAsync(Move("v2"), Move("v1")));

        Assert.Empty(await JournalAsync());
        Assert.Equal("v1 v1, v2 v1", await FeedAsync());
    }

    [Fact]
    public async Task Handler_WhoseWriteTheDatabaseRefuses_FailsItsOwnChangeAndNoOther()
    {
        await PushAsync(New("v1", "twin"), New("v2", "twin"), New("v3", "main"));
        PushResponse answer = await PushAsync(Move("v3"), Move("v1"), Move("v2"));

        Assert.Equal(["v1", "v3"], answer.Applied.Select(a => a.ServerId).Order());
        Assert.Equal(RejectionReason.ValidationError, Assert.Single(answer.Rejected).Reason);
        Assert.Equal(["main: ann shut it, of 3", "twin: ann shut it, of 3"], await JournalAsync());
    }

    private ValveContext NewContext() => services.GetRequiredService<IDbContextFactory<ValveContext>>().CreateDbContext();

    private Task<PushResponse> PushAsync(params Change[] sent) => Server.PushAsync(new PushRequest { DeviceId = "d", Changes = sent }, Ann);

    private Change New(string key, string name) =>
        new() { Entity = "valve", Op = ChangeOp.Create, OfflineId = $"o{++changes}", ServerId = key, Data = FieldValues.Parse($$"""{"name":"{{name}}"}""") };

    private Change Move(string key, ChangeOp op = ChangeOp.UpdateStatus) =>
        new() { Entity = "valve", Op = op, OfflineId = $"o{++changes}", ServerId = key, ClientVersion = 1, Data = FieldValues.Parse("""{"status":"shut"}""") };

    private async Task<List<string>> JournalAsync()
    {
        await using ValveContext context = NewContext();
        return await context.Journal.OrderBy(e => e.Name).Select(e => e.Name + ": " + e.Text).ToListAsync();
    }

    private async Task<string> FeedAsync() =>
        string.Join(", ", (await Server.PullAsync(new PullRequest(), Ann)).Changes.Select(e => $"{e.ServerId} v{e.Version}"));

    public sealed class OnSqlite() : CommandTests(new SqliteDatabase());

    [Collection(PostgresTests.Name)]
    public sealed class OnPostgres(PostgresServer server) : CommandTests(server.NewDatabase());

    public sealed class OnSqliteByEf() : CommandTests(new WrittenByEf(new SqliteDatabase()));

    [Collection(PostgresTests.Name)]
    public sealed class OnPostgresByEf(PostgresServer server) : CommandTests(new WrittenByEf(server.NewDatabase()));
}
