using Xunit.Abstractions;

namespace Athens.Sync.ServerProcess.Tests;

public sealed class SqliteServerKillTests(ITestOutputHelper output) : ServerKillTests("sqlite", output), IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("athens-sync-kill-");

    public void Dispose() => folder.Delete(recursive: true);

    protected override string Connection(int seed) => $"Data Source={Path.Combine(folder.FullName, $"server{seed}.db")}";
}
