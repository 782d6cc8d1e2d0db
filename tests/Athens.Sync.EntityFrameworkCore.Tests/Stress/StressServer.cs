using Athens.Ptw.Host.Tests.Hosting;
using Npgsql;

namespace Athens.Sync.EntityFrameworkCore.Tests.Stress;

/// <summary>A PostgreSQL server that a test may crash, with pooled connections as an app has them.</summary>
public sealed class StressServer : IDisposable
{
    private const int Connections = 40;

    private readonly PostgresCluster cluster = new();
    private int databases;

    public StressDatabase NewDatabase()
    {
        string all = cluster.ConnectionString($"stress{Interlocked.Increment(ref databases)}");
        return new StressDatabase(new NpgsqlConnectionStringBuilder(all) { MaxPoolSize = Connections }.ConnectionString, cluster.Crash);
    }

    public void Dispose() => cluster.Dispose();
}
