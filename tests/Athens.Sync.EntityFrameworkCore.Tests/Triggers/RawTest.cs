using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.EntityFrameworkCore.Tests.Work;
using Athens.Sync.Server;
using Athens.Sync.Wire;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.EntityFrameworkCore.Tests.Triggers;

/// <summary>A server over a database that others write to as well.</summary>
public abstract class RawTest(ITestDatabase database) : IAsyncLifetime
{
    private ServiceProvider services = null!;

    protected static readonly SyncCaller Ann = new() { User = "ann", Scopes = ["north"] };

    protected SyncServer Server => services.GetRequiredService<SyncServer>();

    protected IServerStore Store => services.GetRequiredService<IServerStore>();

    /// <summary>Is called after each commit of the app's own process.</summary>
    protected Action? Committed { get; set; }

    public async Task InitializeAsync()
    {
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(new ManualClock(new DateTimeOffset(2026, 5, 6, 7, 8, 9, TimeSpan.Zero)));
        collection.AddDbContextFactory<RawContext>(options =>
        {
            database.Use(options);
            options.AddInterceptors(new CommitProbe(() => Committed?.Invoke()));
        });
        collection.AddAthensSyncServer(RawContext.SyncModel).UseEntityFrameworkCore<RawContext>();
        services = collection.BuildServiceProvider(validateScopes: true);
        await using RawContext context = NewContext();
        await context.Database.EnsureCreatedAsync();
        await MigrateAsync((migration, model) => migration.AddAthensSyncTriggers(model));
    }

    public async Task DisposeAsync()
    {
        await services.DisposeAsync();
        database.Delete();
    }

    /// <summary>A context of the app's own process, with the engine's interceptor.</summary>
    protected RawContext NewContext() => services.GetRequiredService<IDbContextFactory<RawContext>>().CreateDbContext();

    /// <summary>A context of another process, which knows nothing of the engine.</summary>
    protected RawContext NewForeignContext()
    {
        var options = new DbContextOptionsBuilder<RawContext>();
        database.Use(options);
        return new RawContext(options.Options);
    }

    /// <summary>Does what a migration would.</summary>
    protected async Task MigrateAsync(Action<MigrationBuilder, IModel> migrate)
    {
        ArgumentNullException.ThrowIfNull(migrate);
        await using RawContext context = NewForeignContext();
        IModel model = context.GetService<IDesignTimeModel>().Model;
        var migration = new MigrationBuilder(context.Database.ProviderName);
        migrate(migration, model);
        foreach (MigrationCommand command in context.GetService<IMigrationsSqlGenerator>().Generate(migration.Operations, model))
            await context.Database.ExecuteSqlRawAsync(command.CommandText.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
    }

    /// <summary>Runs raw SQL as another process would.</summary>
    protected async Task RawAsync(string sql)
    {
        await using RawContext context = NewForeignContext();
        await context.Database.ExecuteSqlRawAsync(sql);
    }

    protected async Task<T> QueryAsync<T>(Func<RawContext, Task<T>> query)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using RawContext context = NewContext();
        return await query(context);
    }

    /// <summary>Saves by the app's own code.</summary>
    protected async Task SaveAsync(Action<RawContext> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        await using RawContext context = NewContext();
        change(context);
        await context.SaveChangesAsync();
    }

    protected static Sheet NewSheet(string id, string project = "north") =>
        new() { Id = id, Project = project, Title = "First", Body = "Body", Place = new Place { Street = "Quay 1", City = "Delft" }, Tags = ["a"] };

    protected async Task<long> MarksAsync() =>
        await QueryAsync(context => context.Database.SqlQueryRaw<long>("SELECT COUNT(*) AS \"Value\" FROM athens_sync_marks").SingleAsync());

    protected Task<PullResponse> PullAsync(string? checkpoint = null) => Server.PullAsync(new PullRequest { Scope = "north", Checkpoint = checkpoint }, Ann);

    /// <summary>What a device is told after its checkpoint, as text.</summary>
    protected async Task<string> NewsAsync(string? checkpoint) =>
        string.Join(", ", (await PullAsync(checkpoint)).Changes.Select(c => $"{c.ServerId} v{c.Version}{(c.Deleted ? " deleted" : "")}"));

    /// <summary>The feed as text: sequence, key, version, and what of it.</summary>
    protected async Task<string> FeedAsync(string scope = "north")
    {
        FeedPage page = await Store.ReadFeedAsync(new FeedRequest { Scope = scope, Lane = Modeling.Lanes.Default, After = 0, Limit = 1000 });
        return string.Join(", ", page.Entries.Select(e => $"{e.Sequence}:{e.Entity.Id.Key} v{e.Entity.Version}{(e.HasLeft ? " left" : e.Entity.IsDeleted ? " deleted" : "")}")
            .Append($"at {page.Counter}"));
    }
}
