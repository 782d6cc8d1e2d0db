using Athens.Ptw.Host.Tests.Hosting;

namespace Athens.Sync.EntityFrameworkCore.Tests.Databases;

/// <summary>A PostgreSQL server for the tests that share it, with a database for each.</summary>
public sealed class PostgresServer : IDisposable
{
    private readonly PostgresCluster cluster = new();
    private int databases;

    public ITestDatabase NewDatabase() => new PostgresDatabase(cluster.ConnectionString($"test{Interlocked.Increment(ref databases)}"));

    public void Dispose() => cluster.Dispose();
}
