using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.EntityFrameworkCore.Tests.Work;
using Athens.Sync.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.EntityFrameworkCore.Tests.Tracking;

/// <summary>The ways in which an app registers its context.</summary>
public sealed class ConfigurationTests : IDisposable
{
    private readonly SqliteDatabase database = new();

    public void Dispose() => database.Delete();

    [Fact]
    public async Task Context_Pooled_ForgetsNothingAndMixesNothing()
    {
        await using ServiceProvider services = await BuildAsync(collection => collection.AddDbContextPool<WorkContext>(database.Use, poolSize: 1));
        for (int n = 0; n < 3; n++)
        {
            await using AsyncServiceScope scope = services.CreateAsyncScope();
            WorkContext context = scope.ServiceProvider.GetRequiredService<WorkContext>();
            await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync();
            context.Add(new Sheet { Id = $"s{n}", Project = "north" });
            await context.SaveChangesAsync();
            if (n != 1)
                await transaction.CommitAsync();
        }

        Assert.Equal(["s0", "s2"], await FeedAsync(services));
    }

    [Fact]
    public async Task Context_UsedByHandAndByTheContainer_HasOneFeed()
    {
        await using ServiceProvider services = await BuildAsync(collection => collection.AddDbContext<WorkContext>(options => database.Use(options.UseAthensSync(WorkModel.Instance).UseAthensSync(WorkModel.Instance))));
        var options = new DbContextOptionsBuilder<WorkContext>();
        database.Use(options);
        options.UseAthensSync(WorkModel.Instance);
        await using (var context = new WorkContext(options.Options))
        {
            context.Add(new Sheet { Id = "by hand", Project = "north" });
            await context.SaveChangesAsync();
        }
        await SaveAsync(services, "by the container");

        Assert.Equal(["by hand", "by the container"], await FeedAsync(services));
    }

    [Fact]
    public async Task Interceptor_OfTheAppThatChangesEntities_IsSeen()
    {
        await using ServiceProvider services = await BuildAsync(collection => collection.AddDbContext<WorkContext>(options =>
        {
            database.Use(options);
            options.AddInterceptors(new Audit());
        }));
        await SaveAsync(services, "s1");
        await using (AsyncServiceScope scope = services.CreateAsyncScope())
        {
            WorkContext context = scope.ServiceProvider.GetRequiredService<WorkContext>();
            await context.Sheets.LoadAsync();
            await context.SaveChangesAsync();
        }

        FeedPage page = await PageAsync(services);
        Assert.Equal((2, "audited audited "), (page.Entries.Single().Entity.Version, page.Entries.Single().Entity.State["body"].GetString()));
    }

    [Fact]
    public async Task Interceptor_AddedLater_IsRefusedByName()
    {
        var collection = new ServiceCollection();
        collection.AddAthensSyncServer(WorkModel.Instance).UseEntityFrameworkCore<WorkContext>();
        collection.AddDbContext<WorkContext>(options =>
        {
            database.Use(options);
            options.AddInterceptors(new Audit());
        });
        await using ServiceProvider services = collection.BuildServiceProvider();
        await using AsyncServiceScope scope = services.CreateAsyncScope();

        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => scope.ServiceProvider.GetRequiredService<WorkContext>().Database.CanConnectAsync());

        Assert.Contains("Audit runs after UseAthensSync", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_OverAContextThatIsNotConfigured_SaysSo()
    {
        var collection = new ServiceCollection();
        collection.AddDbContext<WorkContext>(database.Use);
        await using ServiceProvider services = collection.BuildServiceProvider();
        using var store = new EfServerStore<WorkContext>(services.GetRequiredService<IServiceScopeFactory>(), WorkModel.Instance, SyncIds.System(TimeProvider.System), TimeProvider.System);

        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => store.ExecuteAsync((_, _) => Task.FromResult(true)));

        Assert.Contains("WorkContext is configured without UseAthensSync", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strategy_ThatRetries_WritesOnceForAppAndEngine()
    {
        var faults = new Faults();
        await using ServiceProvider services = await BuildAsync(collection => collection.AddDbContext<WorkContext>(options =>
        {
            database.Use(options);
            options.UseSqlite(sqlite => sqlite.ExecutionStrategy(dependencies => new Retrying(dependencies)));
            options.AddInterceptors(faults);
        }));

        faults.Left = 2;
        await SaveAsync(services, "s1");
        Assert.Equal(0, faults.Left);

        faults.Left = 1;
        int runs = 0;
        await services.GetRequiredService<IServerStore>().ExecuteAsync((transaction, _) =>
        {
            runs++;
            transaction.Stage(new ServerEntity { Id = new EntityId("sheet", "s2"), Scope = "north", Version = 1, State = WorkModel.Instance.Entity("sheet").ReadState(new Sheet { Project = "north" }) });
            return Task.FromResult(true);
        });

        Assert.Equal((2, 0), (runs, faults.Left));
        FeedPage page = await PageAsync(services);
        Assert.Equal([(1, "s1", 1), (2, "s2", 1)], page.Entries.Select(e => (e.Sequence, e.Entity.Id.Key, e.Entity.Version)));
        Assert.Equal(2, page.Counter);
    }

    private static async Task<ServiceProvider> BuildAsync(Action<IServiceCollection> addContext)
    {
        var collection = new ServiceCollection();
        addContext(collection);
        collection.AddAthensSyncServer(WorkModel.Instance).UseEntityFrameworkCore<WorkContext>();
        ServiceProvider services = collection.BuildServiceProvider(validateScopes: true);
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<WorkContext>().Database.EnsureCreatedAsync();
        return services;
    }

    private static async Task SaveAsync(ServiceProvider services, string key)
    {
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        WorkContext context = scope.ServiceProvider.GetRequiredService<WorkContext>();
        context.Add(new Sheet { Id = key, Project = "north" });
        await context.SaveChangesAsync();
    }

    private static Task<FeedPage> PageAsync(ServiceProvider services) =>
        services.GetRequiredService<IServerStore>().ReadFeedAsync(new FeedRequest { Scope = "north", Lane = Modeling.Lanes.Default, After = 0, Limit = 100 });

    private static async Task<IEnumerable<string>> FeedAsync(ServiceProvider services)
    {
        FeedPage page = await PageAsync(services);
        Assert.Equal(page.Entries.Count, page.Counter);
        return page.Entries.Select(e => e.Entity.Id.Key);
    }

    /// <summary>Marks each sheet that is tracked.</summary>
    private sealed class Audit : SaveChangesInterceptor
    {
        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            foreach (var entry in eventData.Context!.ChangeTracker.Entries<Sheet>())
                entry.Entity.Body += "audited ";
            return ValueTask.FromResult(result);
        }
    }

    private sealed class TransientFault : Exception;

    private sealed class Retrying(ExecutionStrategyDependencies dependencies) : ExecutionStrategy(dependencies, maxRetryCount: 3, maxRetryDelay: TimeSpan.Zero)
    {
        protected override bool ShouldRetryOn(Exception exception) => exception is TransientFault or StoreException { Failure: StoreFailure.Busy };

        protected override TimeSpan? GetNextDelay(Exception lastException) => ExceptionsEncountered.Count > MaxRetryCount ? null : TimeSpan.Zero;
    }

    /// <summary>Fails the given number of commits, after the feed was written.</summary>
    private sealed class Faults : DbTransactionInterceptor
    {
        public int Left { get; set; }

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(System.Data.Common.DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            if (Left == 0)
                return ValueTask.FromResult(result);
            Left--;
            throw eventData.Context!.ChangeTracker.Entries<Sheet>().Any(e => e.Entity.Id == "s2") ? new StoreException(StoreFailure.Busy, "Again.") : new TransientFault();
        }
    }
}
