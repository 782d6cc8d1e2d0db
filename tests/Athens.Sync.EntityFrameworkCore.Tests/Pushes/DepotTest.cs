using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.EntityFrameworkCore.Tests.Work;
using Athens.Sync.Modeling;
using Athens.Sync.Server;
using Athens.Sync.Wire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.EntityFrameworkCore.Tests.Pushes;

/// <summary>A test that pushes to a server over a database of its own.</summary>
public abstract class DepotTest(ITestDatabase database, bool hasRule = true) : IAsyncLifetime
{
    private ServiceProvider services = null!;
    private int ids;

    protected static SyncCaller Ann { get; } = new() { User = "ann", Scopes = ["north"] };

    protected ManualClock Time { get; } = new(new DateTimeOffset(2026, 5, 6, 7, 8, 9, TimeSpan.Zero));

    protected StatementCounter Statements { get; } = new();

    protected DepotSwitch Switch { get; } = new();

    protected SyncServer Server => services.GetRequiredService<SyncServer>();

    protected bool IsPostgres { get; private set; }

    public virtual async Task InitializeAsync()
    {
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(Time);
        collection.AddSingleton(Switch);
        collection.AddDbContextFactory<DepotContext>(options =>
        {
            database.Use(options);
            options.AddInterceptors(Statements);
        });
        SyncServerBuilder builder = collection.AddAthensSyncServer(DepotModel.Instance).UseEntityFrameworkCore<DepotContext>();
        if (hasRule)
            builder.AddRule<DepotRule>("crate");
        services = collection.BuildServiceProvider(validateScopes: true);
        await using DepotContext context = NewContext();
        await context.Database.EnsureCreatedAsync();
        IsPostgres = context.Database.ProviderName!.Contains("Npgsql", StringComparison.Ordinal);
    }

    public async Task DisposeAsync()
    {
        await services.DisposeAsync();
        database.Delete();
    }

    protected DepotContext NewContext() => services.GetRequiredService<IDbContextFactory<DepotContext>>().CreateDbContext();

    protected async Task ExecuteAsync(string sql)
    {
        await using DepotContext context = NewContext();
        await context.Database.ExecuteSqlRawAsync(sql);
    }

    protected async Task<long> CountAsync(string sql)
    {
        await using DepotContext context = NewContext();
        return await context.Database.SqlQueryRaw<long>(sql).SingleAsync();
    }

    protected Task<long> RecordsAsync() => CountAsync("SELECT COUNT(*) AS \"Value\" FROM athens_sync_changes");

    protected Change Crate(string key, int weight = 1, string? code = null, string? supplier = null, string note = "") =>
        Make("crate", ChangeOp.Create, key, $$"""{"site":"north","code":"{{code ?? key}}","weight":{{weight}},"supplier":{{(supplier is null ? "null" : $"\"{supplier}\"")}},"note":"{{note}}","tags":["a"],"count":0}""");

    protected Change Parcel(string key, string crate) => Make("parcel", ChangeOp.Create, key, $$"""{"crate_id":"{{crate}}","text":"Glass"}""");

    protected Change Make(string entity, ChangeOp op, string key, string data, long? version = null, string? replaced = null) => new()
    {
        Entity = entity,
        Op = op,
        ServerId = key,
        OfflineId = $"o{Interlocked.Increment(ref ids)}",
        ClientVersion = version,
        Data = FieldValues.Parse(data),
        Base = replaced is null ? null : FieldValues.Parse(replaced),
    };

    protected Task<PushResponse> PushAsync(params IReadOnlyList<Change> changes) => PushAsync(Ann, "d1", changes);

    protected Task<PushResponse> PushAsync(SyncCaller caller, string device, params IReadOnlyList<Change> changes) =>
        Server.PushAsync(new PushRequest { DeviceId = device, Changes = changes }, caller);

    /// <summary>The feed as text, and that it has no hole.</summary>
    protected async Task<string> FeedAsync()
    {
        FeedPage page = await services.GetRequiredService<IServerStore>().ReadFeedAsync(new FeedRequest { Scope = "north", Lane = Lanes.Default, After = 0, Limit = 10_000 });
        return string.Join(", ", page.Entries.Select(e => $"{e.Sequence}:{e.Entity.Id.Key} v{e.Entity.Version}").Append($"at {page.Counter}"));
    }
}
