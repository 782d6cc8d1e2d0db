using Athens.Ptw.Host.Tests.Hosting;
using Xunit.Abstractions;

namespace Athens.Sync.ServerProcess.Tests;

/// <summary>The server is killed and the database lives on: it must undo what was under way.</summary>
public sealed class PostgresServerKillTests(ITestOutputHelper output) : ServerKillTests("postgres", output), IDisposable
{
    private readonly PostgresCluster cluster = new();

    public void Dispose() => cluster.Dispose();

    protected override string Connection(int seed) => cluster.ConnectionString($"kill{seed}") + ";Maximum Pool Size=10";
}
