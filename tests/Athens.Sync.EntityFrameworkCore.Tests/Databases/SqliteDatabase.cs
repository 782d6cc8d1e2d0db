using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Databases;

/// <summary>An SQLite file.</summary>
public sealed class SqliteDatabase : ITestDatabase
{
    private readonly string folder = Directory.CreateTempSubdirectory("athens-sync-").FullName;

    public void Use(DbContextOptionsBuilder options) => options.UseSqlite($"Data Source={Path.Combine(folder, "test.db")};Pooling=False");

    public void Delete() => Directory.Delete(folder, recursive: true);
}
