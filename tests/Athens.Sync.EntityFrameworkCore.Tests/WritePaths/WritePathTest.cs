using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.EntityFrameworkCore.Tests.Pushes;
using Athens.Sync.Server;
using Athens.Sync.Wire;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.EntityFrameworkCore.Tests.WritePaths;

/// <summary>A test that pushes items, mapped as it says.</summary>
public abstract class WritePathTest(ITestDatabase database) : IAsyncLifetime
{
    private static readonly SyncCaller Ann = new() { User = "ann", Scopes = ["north"] };

    private ServiceProvider? services;
    private int ids;

    protected StatementCounter Statements { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await services!.DisposeAsync();
        database.Delete();
    }

    protected Task OpenAsync(Action<EntityTypeBuilder<Item>>? map = null, Action<DbContextOptionsBuilder>? configure = null, Action<ItemContext>? opened = null) =>
        OpenAsync<ItemContext>(map, configure, opened);

    protected async Task OpenAsync<TContext>(Action<EntityTypeBuilder<Item>>? map = null, Action<DbContextOptionsBuilder>? configure = null, Action<ItemContext>? opened = null)
        where TContext : ItemContext
    {
        var collection = new ServiceCollection();
        collection.AddSingleton(new ItemMapping(map ?? (_ => { }), opened ?? (_ => { })));
        // The cache of models is the test's own, for each maps the same class its own way.
        collection.AddSingleton<IMemoryCache>(_ => new MemoryCache(new MemoryCacheOptions()));
        collection.AddDbContext<TContext>((provider, options) =>
        {
            database.Use(options);
            options.EnableServiceProviderCaching(false).UseMemoryCache(provider.GetRequiredService<IMemoryCache>()).AddInterceptors(Statements);
            configure?.Invoke(options);
        });
        if (typeof(TContext) != typeof(ItemContext))
            collection.AddScoped<ItemContext>(provider => provider.GetRequiredService<TContext>());
        collection.AddAthensSyncServer(ItemContext.SyncModel).UseEntityFrameworkCore<TContext>().AddRule<TouchRule>("item");
        services = collection.BuildServiceProvider(validateScopes: true);
        await WithContextAsync(context => context.Database.EnsureCreatedAsync());
    }

    protected async Task<T> WithContextAsync<T>(Func<ItemContext, Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        await using AsyncServiceScope scope = services!.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<ItemContext>());
    }

    /// <summary>Pushes changes that are all taken in, and tells how many commands wrote items.</summary>
    protected async Task<int> PushAsync(params IReadOnlyList<Change> changes)
    {
        Statements.Take();
        PushResponse answer = await services!.GetRequiredService<SyncServer>().PushAsync(new PushRequest { DeviceId = "d1", Changes = changes }, Ann);
        Assert.Equal(changes.Count, answer.Applied.Count);
        return Statements.Take().Count(IsWrite);
    }

    protected static bool IsWrite(string sql) => sql.StartsWith("INSERT INTO \"items\"", StringComparison.Ordinal) || sql.StartsWith("UPDATE \"items\"", StringComparison.Ordinal) || sql.StartsWith("DELETE FROM \"items\"", StringComparison.Ordinal);

    protected Change Make(string key, string name, string more = "") => New(ChangeOp.Create, key, $$"""{"site":"north","name":"{{name}}"{{more}}}""");

    protected Change Edit(string key, string data, long version = 1) => New(ChangeOp.Update, key, data) with { ClientVersion = version };

    protected Change Delete(string key, long version = 1) => New(ChangeOp.Delete, key, "{}") with { ClientVersion = version };

    private Change New(ChangeOp op, string key, string data) =>
        new() { Entity = "item", Op = op, ServerId = key, OfflineId = $"o{++ids}", Data = FieldValues.Parse(data) };
}
