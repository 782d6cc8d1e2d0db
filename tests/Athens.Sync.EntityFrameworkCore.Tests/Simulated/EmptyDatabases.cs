using Athens.Sync.EntityFrameworkCore.Device;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.EntityFrameworkCore.Tests.Simulated;

/// <summary>A server's and a device's database without content, which days copy; in memory where the system has a folder for that.</summary>
internal sealed class EmptyDatabases : IDisposable
{
    private readonly string folder = Directory.Exists("/dev/shm") ? Directory.CreateDirectory(Path.Combine("/dev/shm", Path.GetRandomFileName())).FullName : Directory.CreateTempSubdirectory("athens-sync-").FullName;

    public string Server => Path.Combine(folder, "server.db");

    public string Device => Path.Combine(folder, "device.db");

    public static async Task<EmptyDatabases> CreateAsync()
    {
        var made = new EmptyDatabases();
        await using ServiceProvider services = ServicesOver(made.Server);
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DayContext>().Database.EnsureCreatedAsync();
        await (await OpenAsync(made.Device)).DisposeAsync();
        Release(made.Server);
        Release(made.Device);
        return made;
    }

    public static Task<EfDeviceStore> OpenAsync(string file) => EfDeviceStore.OpenAsync(options => options.UseSqlite($"Data Source={file}"));

    public static ServiceProvider ServicesOver(string file)
    {
        var collection = new ServiceCollection();
        collection.AddDbContext<DayContext>(options => options.UseSqlite($"Data Source={file}"));
        collection.AddAthensSyncServer(DayContext.Entities).UseEntityFrameworkCore<DayContext>();
        return collection.BuildServiceProvider();
    }

    /// <summary>Lets go of a file, so that another can take its place.</summary>
    public static void Release(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file}");
        SqliteConnection.ClearPool(connection);
    }

    public string NewFolder() => Directory.CreateDirectory(Path.Combine(folder, Path.GetRandomFileName())).FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
