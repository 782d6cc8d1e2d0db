using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Databases;

/// <summary>A database of a server that goes away as a whole.</summary>
public sealed class PostgresDatabase(string connectionString) : ITestDatabase
{
    public void Use(DbContextOptionsBuilder options) => options.UseNpgsql(connectionString);

    public void Delete()
    {
    }
}
