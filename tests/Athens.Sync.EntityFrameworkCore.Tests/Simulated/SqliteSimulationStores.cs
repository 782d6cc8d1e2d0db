using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore.Device;
using Athens.Sync.Server;
using Athens.Sync.Testing;
using Athens.Sync.Tests.Worlds;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Athens.Sync.EntityFrameworkCore.Tests.Simulated;

/// <summary>The stores of a day as files of SQLite, the server's and each device's, begun as copies of empty ones.</summary>
internal sealed class SqliteSimulationStores : ISimulationStores
{
    private readonly string folder;
    private readonly EmptyDatabases empty;
    private readonly ServiceProvider services;
    private readonly CountingIds ids = new(0xffff);
    private readonly Dictionary<int, EfDeviceStore> open = [];

    public SqliteSimulationStores(EmptyDatabases empty)
    {
        this.empty = empty;
        folder = empty.NewFolder();
        File.Copy(empty.Server, PathOf("server"));
        services = EmptyDatabases.ServicesOver(PathOf("server"));
    }

    public Task<IServerStore> OpenServerAsync() =>
        Task.FromResult<IServerStore>(new EfServerStore<DayContext>(services.GetRequiredService<IServiceScopeFactory>(), DayContext.Entities, ids, new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero))));

    public async Task<IDeviceStore> OpenDeviceAsync(int device)
    {
        if (open.TryGetValue(device, out EfDeviceStore? before))
            await before.DisposeAsync();
        if (!File.Exists(PathOf($"{device}")))
            File.Copy(empty.Device, PathOf($"{device}"));
        return open[device] = await EmptyDatabases.OpenAsync(PathOf($"{device}"));
    }

    public Task<bool> BackUpAsync(int device)
    {
        File.Delete(PathOf($"copy-{device}"));
        using var source = new SqliteConnection($"Data Source={PathOf($"{device}")};Pooling=False");
        using var copy = new SqliteConnection($"Data Source={PathOf($"copy-{device}")};Pooling=False");
        source.Open();
        source.BackupDatabase(copy);
        return Task.FromResult(true);
    }

    public async Task<bool> RestoreAsync(int backupOf, int onto)
    {
        if (!File.Exists(PathOf($"copy-{backupOf}")))
            return false;
        if (open.Remove(onto, out EfDeviceStore? before))
            await before.DisposeAsync();
        EmptyDatabases.Release(PathOf($"{onto}"));
        foreach (string file in Directory.GetFiles(folder, $"{onto}.db*"))
            File.Delete(file);
        File.Copy(PathOf($"copy-{backupOf}"), PathOf($"{onto}"));
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (EfDeviceStore store in open.Values)
            await store.DisposeAsync();
        await services.DisposeAsync();
        foreach (string name in open.Keys.Select(device => $"{device}").Append("server"))
            EmptyDatabases.Release(PathOf(name));
        Directory.Delete(folder, recursive: true);
    }

    private string PathOf(string name) => Path.Combine(folder, $"{name}.db");
}
