using System.Collections.Concurrent;
using Athens.Ptw.Host.Tests.Hosting;

namespace Athens.Sync.EntityFrameworkCore.Tests.Databases;

/// <summary>A PostgreSQL server for the tests that share it. A test has a database alone; another one gets it after it, emptied, with the connections that are open to it: to make each takes longer than most tests.</summary>
public sealed class PostgresServer : IDisposable
{
    private readonly PostgresCluster cluster = new();
    private readonly ConcurrentBag<string> free = [];
    private int databases;

    public ITestDatabase NewDatabase()
    {
        string connection = free.TryTake(out string? left) ? left : cluster.ConnectionString($"test{Interlocked.Increment(ref databases)}");
        return new PostgresDatabase(connection, free.Add);
    }

    public void Dispose() => cluster.Dispose();
}
