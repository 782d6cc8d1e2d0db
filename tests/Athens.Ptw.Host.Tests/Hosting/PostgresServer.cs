namespace Athens.Ptw.Host.Tests.Hosting;

/// <summary>The same host on PostgreSQL.</summary>
public sealed class PostgresServer : PtwServer
{
    private readonly PostgresCluster cluster = new();

    protected override string Provider => "postgres";

    protected override string ConnectionString => cluster.ConnectionString("ptw");

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            cluster.Dispose();
    }
}
