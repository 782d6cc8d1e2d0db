using Athens.Ptw.Host.Tests.Hosting;
using Npgsql;

namespace Athens.Sync.EntityFrameworkCore.Tests.Stress;

/// <summary>A PostgreSQL server that a test may crash, with pooled connections as an app has them.</summary>
public sealed class StressServer : IDisposable
{
    private const int Connections = 40;

    /// <summary>A deadlock is looked for after a tenth of the usual second, so that a short test has many.</summary>
    private const string Options = "-c deadlock_timeout=100ms";

    private readonly PostgresCluster cluster = new();
    private int databases;

    public StressDatabase NewDatabase()
    {
        string all = cluster.ConnectionString($"stress{Interlocked.Increment(ref databases)}");
        return new StressDatabase(new NpgsqlConnectionStringBuilder(all) { MaxPoolSize = Connections, Options = Options }.ConnectionString, cluster.Crash);
    }

    public void Dispose() => cluster.Dispose();
}
