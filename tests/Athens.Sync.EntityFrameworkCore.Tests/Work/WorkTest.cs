using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.EntityFrameworkCore.Tests.Work;

/// <summary>A test with a database of its own, and the server's store over it.</summary>
public abstract class WorkTest(ITestDatabase database) : IAsyncLifetime
{
    private ServiceProvider services = null!;

    protected ManualClock Time { get; } = new(new DateTimeOffset(2026, 5, 6, 7, 8, 9, TimeSpan.Zero));

    protected IServerStore Store => services.GetRequiredService<IServerStore>();

    protected IServiceProvider Services => services;


    public async Task InitializeAsync()
    {
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(Time);
        AddContext(collection);
        AddServer(collection.AddAthensSyncServer(WorkModel.Instance).UseEntityFrameworkCore<WorkContext>());
        services = collection.BuildServiceProvider(validateScopes: true);
        await using WorkContext context = NewContext();
        await context.Database.EnsureCreatedAsync();
    }

    public async Task DisposeAsync()
    {
        await services.DisposeAsync();
        database.Delete();
    }

    protected virtual void AddContext(IServiceCollection collection) =>
        collection.AddDbContextFactory<WorkContext>(database.Use);

    protected virtual void AddServer(SyncServerBuilder builder)
    {
    }

    /// <summary>A context as a request of the app has one.</summary>
    protected WorkContext NewContext() => services.GetRequiredService<IDbContextFactory<WorkContext>>().CreateDbContext();

    /// <summary>Saves by the app's own code.</summary>
    protected async Task SaveAsync(Action<WorkContext> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        await using WorkContext context = NewContext();
        change(context);
        await context.SaveChangesAsync();
    }

    protected static Sheet NewSheet(string id, string project = "north") =>
        new() { Id = id, Project = project, Title = "First", Body = "Body", Place = new Place { Street = "Quay 1", City = "Delft" }, Tags = ["a"] };

    protected async Task<FeedPage> PageAsync(string scope = "north", long after = 0) =>
        await Store.ReadFeedAsync(new FeedRequest { Scope = scope, Lane = Modeling.Lanes.Default, After = after, Limit = 1000 });

    /// <summary>The feed as text: sequence, key, version, and what of it.</summary>
    protected async Task<string> FeedAsync(string scope = "north")
    {
        FeedPage page = await PageAsync(scope);
        Assert.Equal(page.Counter, page.ReadThrough);
        return string.Join(", ", page.Entries.Select(e => $"{e.Sequence}:{e.Entity.Id.Key} v{e.Entity.Version}{(e.HasLeft ? " left" : e.Entity.IsDeleted ? " deleted" : "")}")
            .Append($"at {page.Counter}"));
    }

    protected async Task<ServerEntity> ReadAsync(string type, string key) =>
        (await Store.ExecuteAsync((transaction, token) => transaction.LockAsync([new EntityId(type, key)], token))).Single().Value;
}
