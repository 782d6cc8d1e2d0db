namespace Athens.Sync.EntityFrameworkCore.Tests;

/// <summary>An SQLite file of its own, which the test deletes when it is over.</summary>
public sealed class TemporaryDatabase
{
    private readonly string folder = Directory.CreateTempSubdirectory("athens-sync-").FullName;

    public string ConnectionString => $"Data Source={Path.Combine(folder, "test.db")};Pooling=False";

    public void Delete() => Directory.Delete(folder, recursive: true);
}
