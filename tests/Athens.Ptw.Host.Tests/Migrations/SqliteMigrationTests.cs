using Athens.Ptw.Host.Tests.Hosting;

namespace Athens.Ptw.Host.Tests.Migrations;

public sealed class SqliteMigrationTests : MigrationTests, IDisposable
{
    private readonly ScratchFolder folder = new();

    protected override MigratedHost Host => new("sqlite", folder.File("ptw.db"));

    public void Dispose() => folder.Dispose();
}
