using Microsoft.Data.Sqlite;

namespace Athens.Ptw.Host.Tests.Hosting;

/// <summary>A folder that is gone with the test.</summary>
public sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("athens-ptw-");

    public string Path => directory.FullName;

    public string File(string name) => System.IO.Path.Combine(directory.FullName, name);

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        if (Directory.Exists(Path))
            directory.Delete(recursive: true);
    }
}
