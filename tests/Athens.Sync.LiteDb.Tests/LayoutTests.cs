using System.Runtime.CompilerServices;
using Athens.Sync.Device;
using Athens.Sync.LiteDb.Storage;
using Athens.Sync.LiteDb.Tests.Storage;
using Athens.Sync.Testing;
using LiteDB;
using LiteDB.Engine;

namespace Athens.Sync.LiteDb.Tests;

/// <summary>
/// The collections, indexes and columns of a new file are those that are checked in for its version: another layout needs another
/// version, and code that still reads the earlier files. <c>UPDATE_GOLDEN=1</c> adds the layout of a new version and never alters one.
/// </summary>
public sealed class LayoutTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task File_OfThisRelease_HasTheLayoutOfItsVersion()
    {
        string path = folder["store.db"];
        await using (LiteDbDeviceStore store = await LiteDbDeviceStore.OpenAsync(path))
            await store.CommitAsync(new DeviceCommit { State = DeviceRecords.FullState(1), PutItems = [DeviceRecords.FullItem(1), DeviceRecords.Item(2)], PutReplicas = [DeviceRecords.FullReplica("k")] });

        string layout = Layout(path);

        Assert.Equal(Approved(layout), layout);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>What the file itself says, as the store's own way of opening it shows it.</summary>
    private static string Layout(string path)
    {
        using var files = new StoreFiles(new LiteDbDeviceStoreOptions { Path = path }, opened => new DiskFile(opened));
        using PagedFile pages = files.Open();
        using var log = new MemoryStream();
        using var engine = new LiteEngine(new EngineSettings { DataStream = pages, LogStream = log, TempStream = new MemoryStream(), Collation = Collation.Binary });
        var lines = new List<string> { $"version {engine.Pragma("USER_VERSION").AsInt32}" };
        lines.AddRange(RowReader.Run(engine, "$indexes", new Query())
            .Select(index => $"{index["collection"].AsString}.{index["name"].AsString} {index["expression"].AsString}{(index["unique"].AsBoolean ? " unique" : "")}")
            .Order(StringComparer.Ordinal));
        foreach (string collection in DeviceTables.Indexes.Keys.Order(StringComparer.Ordinal))
        {
            IEnumerable<string> columns = RowReader.Run(engine, collection, new Query())
                .SelectMany(row => row.Select(column => $"{column.Key}:{column.Value.Type}"))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal);
            lines.Add($"{collection} {string.Join(' ', columns)}");
        }
        return string.Join('\n', lines) + "\n";
    }

    private static string Approved(string layout, [CallerFilePath] string here = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(here)!, "Golden", $"layout.{DeviceTables.Version}.txt");
        if (!File.Exists(path) && Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllText(path, layout);
        return File.ReadAllText(path);
    }
}
