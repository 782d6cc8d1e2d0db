using Athens.Ptw.Host.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace Athens.Sync.Http.Tests.Fuzz;

[Collection(FuzzTestsAlone.Name)]
public sealed class PostgresEndpointFuzzTests(ITestOutputHelper output) : EndpointFuzzTests(output, requests: 6_000), IDisposable
{
    private readonly PostgresCluster cluster = new();

    public void Dispose() => cluster.Dispose();

    protected override void Use(DbContextOptionsBuilder options) => options.UseNpgsql(cluster.ConnectionString("fuzz") + ";Maximum Pool Size=10");
}
