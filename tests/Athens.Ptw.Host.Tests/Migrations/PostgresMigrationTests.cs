using Athens.Ptw.Host.Tests.Hosting;

namespace Athens.Ptw.Host.Tests.Migrations;

public sealed class PostgresMigrationTests : MigrationTests, IClassFixture<PostgresCluster>
{
    private static int databases;

    public PostgresMigrationTests(PostgresCluster cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        Host = new MigratedHost("postgres", cluster.ConnectionString($"migrated{Interlocked.Increment(ref databases)}"));
    }

    protected override MigratedHost Host { get; }

    protected override string Adapt(string sql) => sql.StartsWith("DROP TRIGGER", StringComparison.Ordinal) ? $"{sql} ON permits" : sql;
}
