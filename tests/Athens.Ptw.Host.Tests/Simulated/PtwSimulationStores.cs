using Athens.Ptw.Catalogue;
using Athens.Ptw.Host.Accounts;
using Athens.Ptw.Host.Engine;
using Athens.Ptw.Host.Storage;
using Athens.Sync;
using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore;
using Athens.Sync.Server;
using Athens.Sync.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Athens.Ptw.Host.Tests.Simulated;

/// <summary>The host's database, with its rules, in memory of SQLite; the devices' stores in memory.</summary>
internal sealed class PtwSimulationStores : ISimulationStores
{
    private readonly InMemorySimulationStores devices;
    private readonly SqliteConnection connection = new("Data Source=:memory:");
    private readonly ServiceProvider services;

    public PtwSimulationStores(int seed)
    {
        devices = new InMemorySimulationStores(PtwModel.Instance, seed);
        connection.Open();
        var collection = new ServiceCollection();
        collection.AddSingleton(CatalogueFile.Default).AddSingleton<TimeProvider>(new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero))).AddSingleton<SyncIds>(new SeededIds(seed));
        collection.AddDbContext<PtwDbContext>(options => options.UseSqlite(connection));
        collection.AddAthensSyncServer(PtwModel.Instance).UseEntityFrameworkCore<PtwDbContext>().AddPtwRules();
        services = collection.BuildServiceProvider();
        using IServiceScope scope = services.CreateScope();
        PtwDbContext db = scope.ServiceProvider.GetRequiredService<PtwDbContext>();
        db.Database.EnsureCreated();
        db.Projects.Add(new Project { Id = "site", Name = "Site" });
        db.SaveChanges();
    }

    public Task<IServerStore> OpenServerAsync() => Task.FromResult(services.GetRequiredService<IServerStore>());

    public Task<IDeviceStore> OpenDeviceAsync(int device) => devices.OpenDeviceAsync(device);

    public Task<bool> BackUpAsync(int device) => devices.BackUpAsync(device);

    public Task<bool> RestoreAsync(int backupOf, int onto) => devices.RestoreAsync(backupOf, onto);

    public async ValueTask DisposeAsync()
    {
        await devices.DisposeAsync();
        await services.DisposeAsync();
        await connection.DisposeAsync();
    }

    private sealed class SeededIds(int seed) : SyncIds
    {
        private readonly Random random = new(seed);

        public override string Next() => new Guid([.. Enumerable.Range(0, 16).Select(_ => (byte)random.Next(256))]).ToString();
    }
}
