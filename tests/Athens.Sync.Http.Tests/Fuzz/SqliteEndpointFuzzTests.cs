using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace Athens.Sync.Http.Tests.Fuzz;

[Collection(FuzzTestsAlone.Name)]
public sealed class SqliteEndpointFuzzTests(ITestOutputHelper output) : EndpointFuzzTests(output, requests: 14_000), IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("athens-sync-fuzz-");

    public void Dispose() => folder.Delete(recursive: true);

    protected override void Use(DbContextOptionsBuilder options) => options.UseSqlite($"Data Source={Path.Combine(folder.FullName, "fuzz.db")}");
}
