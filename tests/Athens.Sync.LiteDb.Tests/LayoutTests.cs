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

    /// <summary>What waits for a parent or for another change is found by an index that holds nothing else, also where an earlier release wrote it.</summary>
    [Fact]
    public async Task File_OfVersion1_IsBroughtOver()
    {
        string path = folder["store.db"];
        WriteVersion1(path, opened => new DiskFile(opened));

        await using (LiteDbDeviceStore store = await LiteDbDeviceStore.OpenAsync(path))
            await HoldsWhatVersion1HeldAsync(store);

        string layout = Layout(path);
        Assert.Contains($"version {DeviceTables.Version}\n", layout, StringComparison.Ordinal);
        Assert.Equal(Indexes(Approved(layout)), Indexes(layout));
        await (await LiteDbDeviceStore.OpenAsync(path)).DisposeAsync();
    }

    /// <summary>The power may go at any change that the bringing over makes to the disk.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task File_OfVersion1_WhoseBringingOverIsCutShort_IsBroughtOverByTheNextOpening(int seed)
    {
        var random = new Random(seed);
        var options = new LiteDbDeviceStoreOptions { Path = folder["simulated.db"] };
        int cutShort = 0;
        for (bool isWhole = false; !isWhole; cutShort++)
        {
            var disk = new SimulatedDisk();
            WriteVersion1(options.Path, disk.Open);
            disk.ChangesLeft = cutShort;
            try
            {
                await (await LiteDbDeviceStore.OpenAsync(options, disk.Open, default)).DisposeAsync();
                isWhole = disk.ChangesLeft > 0;
            }
            catch (StoreException e)
            {
                Assert.Equal(StoreFailure.Unavailable, e.Failure);
            }

            await using LiteDbDeviceStore store = await LiteDbDeviceStore.OpenAsync(options, disk.AfterPowerLoss(random).Open, default);
            await HoldsWhatVersion1HeldAsync(store);
        }
        Assert.InRange(cutShort, 10, 10_000);
    }

    public void Dispose() => folder.Dispose();

    private static async Task HoldsWhatVersion1HeldAsync(LiteDbDeviceStore store)
    {
        DeviceView view = await store.LoadAsync(new DeviceQuery { AwaitingParent = true, BlockedBy = [new EntityId("order", "other")] });
        Assert.Equal(["early"], view.Replicas.Values.Select(replica => replica.Key));
        Assert.Equal([1], view.Items.Select(item => item.Position));
        Assert.Equal([1, 2], await store.ReadOutboxAsync(new OutboxFilter()).Select(item => item.Position).ToListAsync());
        Assert.Equal(["early", "k"], await store.ReadReplicasAsync(new ReplicaFilter { Type = "order", IncludesHidden = true }).Select(replica => replica.Key).ToListAsync());
    }

    private static string[] Indexes(string layout) => [.. layout.Split('\n').Where(line => line.Contains('$', StringComparison.Ordinal))];

    private static void WriteVersion1(string path, Func<string, IBlockFile> open)
    {
        OutboxItem[] items = [DeviceRecords.Item(1) with { BlockedBy = "order/other" }, DeviceRecords.Item(2)];
        ReplicaEntity[] replicas = [DeviceRecords.Replica("early") with { AwaitsParent = true }, DeviceRecords.Replica("k")];
        using var files = new StoreFiles(new LiteDbDeviceStoreOptions { Path = path }, open);
        using PagedFile pages = files.Open();
        using (var log = new MemoryStream())
        using (var engine = new LiteEngine(new EngineSettings { DataStream = pages, LogStream = log, TempStream = new MemoryStream(), Collation = Collation.Binary }))
        {
            foreach ((string collection, IReadOnlyList<string> columns) in DeviceTables.Indexes)
            {
                engine.Insert(collection, [], BsonAutoId.Int64);
                foreach (string column in columns)
                    engine.EnsureIndex(collection, column, BsonExpression.Create($"$.{column}"), false);
            }
            engine.Insert(DeviceTables.Replicas, replicas.Select(replica => Scalar(Rows.Of(replica, RecordCodec.Plain), Rows.Awaits)), BsonAutoId.Int64);
            engine.Insert(DeviceTables.Outbox, items.Select(item => Scalar(Rows.Of(item, RecordCodec.Plain), Rows.BlockedBy)), BsonAutoId.Int64);
            engine.Pragma("USER_VERSION", 1);
            engine.Checkpoint();
        }
        pages.Finish();
    }

    private static BsonDocument Scalar(BsonDocument row, string column)
    {
        row[column] = row[column].AsArray.FirstOrDefault(BsonValue.Null);
        return row;
    }

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
