using System.Text.Json;
using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.InMemory;
using Athens.Sync.Server;
using Athens.Sync.Testing;
using Athens.Sync.Transport;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device.Own;

/// <summary>One device: the app's database, its context and the engine over it.</summary>
public sealed class Device : IAsyncDisposable
{
    private readonly ServiceProvider services;

    public Device(Func<SyncServer> server, SyncCaller caller, TimeProvider time, int number, string file, Action<DbContextOptionsBuilder>? configure = null, SyncUser? user = null)
    {
        Network = new FaultyTransport(new PresentServer(() => new InProcessTransport(server(), caller)));
        Connection = $"Data Source={file};Pooling=False";
        var collection = new ServiceCollection();
        collection.AddSingleton(time).AddSingleton<SyncIds>(new CountingIds(number));
        collection.AddDbContext<JobContext>(options =>
        {
            options.UseSqlite(Connection);
            configure?.Invoke(options);
        });
        collection.AddAthensSync(JobModel.Instance, new SyncClientOptions { User = user }).UseOwnContext<JobContext>().UseTransport(_ => Network);
        services = collection.BuildServiceProvider(validateScopes: true);
    }

    public string Connection { get; }

    public FaultyTransport Network { get; }

    public SyncClient Client => services.GetRequiredService<SyncClient>();

    public IDeviceStore Store => services.GetRequiredService<IDeviceStore>();

    public async Task<Device> CreateAsync()
    {
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<JobContext>().Database.EnsureCreatedAsync();
        return this;
    }

    /// <summary>Does something on a context of its own, as a view of an app does.</summary>
    public async Task<T> OnAsync<T>(Func<JobContext, Task<T>> work)
    {
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<JobContext>());
    }

    /// <inheritdoc cref="OnAsync{T}"/>
    public Task OnAsync(Func<JobContext, Task> work) => OnAsync(async context =>
    {
        await work(context);
        return true;
    });

    public async Task<string> AddAsync(Job job)
    {
        await OnAsync(context =>
        {
            context.Add(job);
            return context.SaveChangesAsync();
        });
        return job.Id;
    }

    public Task EditAsync(string id, Action<Job> edit) => OnAsync(async context =>
    {
        edit(await context.Jobs.SingleAsync(j => j.Id == id));
        return await context.SaveChangesAsync();
    });

    public Task DeleteAsync(string id) => OnAsync(async context =>
    {
        context.Remove(await context.Jobs.SingleAsync(j => j.Id == id));
        return await context.SaveChangesAsync();
    });

    public Task<Job?> FindAsync(string id) => OnAsync(context => context.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.Id == id));

    public async Task<Job> GetAsync(string id) => await FindAsync(id) ?? throw new InvalidOperationException($"The device has no job {id}.");

    public async Task<SyncReport> SyncAsync()
    {
        SyncReport report = await Client.SyncAsync();
        Assert.Null(report.Failure);
        await AssertShownAsync();
        return report;
    }

    public async Task<List<OutboxItem>> OutboxAsync() => await Client.ReadOutboxAsync().ToListAsync();

    /// <summary>Writes to the database as a tool would that knows of no outbox.</summary>
    public async Task WritePastAsync(string sql)
    {
        await using var connection = new SqliteConnection(Connection);
        await connection.OpenAsync();
        await using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The app's tables show what the replicas do: no more, no less, to the letter.</summary>
    public async Task AssertShownAsync()
    {
        await AssertShownAsync<Job>("job");
        await AssertShownAsync<Photo>("photo");
        await AssertShownAsync<Tool>("tool");
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private async Task AssertShownAsync<TEntity>(string type)
        where TEntity : class
    {
        var entity = JobModel.Instance.Entity(type);
        List<TEntity> rows = await OnAsync(context => context.Set<TEntity>().IgnoreQueryFilters().AsNoTracking().ToListAsync());
        Dictionary<string, string> expected = (await Store.ReadReplicasAsync(new ReplicaFilter { Type = type }).ToListAsync())
            .ToDictionary(r => r.Key, r => JsonSerializer.Serialize(entity.ReadState(entity.Materialize(r.Key, r.Local!))));
        Assert.Equal(expected.OrderBy(r => r.Key, StringComparer.Ordinal), rows.ToDictionary(entity.KeyOf, r => JsonSerializer.Serialize(entity.ReadState(r))).OrderBy(r => r.Key, StringComparer.Ordinal));
    }
}
