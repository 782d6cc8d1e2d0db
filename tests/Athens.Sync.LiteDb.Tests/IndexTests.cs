using System.Globalization;
using Athens.Sync.Device;
using Athens.Sync.LiteDb.Tests.Storage;
using Athens.Sync.Testing;
using LiteDB;

namespace Athens.Sync.LiteDb.Tests;

/// <summary>What a command costs does not grow with what lies in the outbox: counted in pages, which no other load on the machine disturbs.</summary>
public sealed class IndexTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, string> Seeks() => new()
    {
        { "sendable", "INDEX SCAN(sendable > null)" },
        { "open", "INDEX SEEK(open IN [\"permit/k\"])" },
        { "blocked", "INDEX SEEK(blocked_by IN [\"permit/k\"])" },
        { "awaiting", "INDEX SEEK(awaits IN [true])" },
        { "between", "INDEX RANGE SCAN(open BETWEEN " },
        { "status", "INDEX SEEK(status = 3)" },
        { "replicas", "INDEX RANGE SCAN(_id BETWEEN " },
    };

    [Theory]
    [MemberData(nameof(Seeks))]
    public void Query_OfACommand_GoesByAnIndex(string query, string plan)
    {
        using var files = new StoreFiles(new LiteDbDeviceStoreOptions { Path = folder["store.db"] }, path => new SimulatedDisk().Open(path));
        using var database = new DeviceDatabase(files, RecordCodec.Plain);

        BsonDocument explained = query switch
        {
            "sendable" => database.Explain(DeviceTables.Outbox, DeviceQueries.Sendable(10)),
            "open" => database.Explain(DeviceTables.Outbox, DeviceQueries.In(Rows.Open, [.. new BsonValue[] { "permit/k" }])),
            "blocked" => database.Explain(DeviceTables.Outbox, DeviceQueries.In(Rows.BlockedBy, [.. new BsonValue[] { "permit/k" }])),
            "awaiting" => database.Explain(DeviceTables.Replicas, DeviceQueries.In(Rows.Awaits, [.. new BsonValue[] { true }])),
            "between" => database.Explain(DeviceTables.Outbox, DeviceQueries.FirstBetween(Rows.Open, "permit/a", "permit/k")),
            "status" => database.Explain(DeviceTables.Outbox, DeviceQueries.Outbox(new OutboxFilter(), OutboxStatus.Conflict)),
            _ => database.Explain(DeviceTables.Replicas, DeviceQueries.Replicas(new ReplicaFilter { Type = "permit" }, null)),
        };

        Assert.StartsWith(plan, explained["index"]["mode"].AsString, StringComparison.Ordinal);
        Assert.True(explained["orderBy"].IsNull, explained.ToString());
    }

    [Fact]
    public async Task Enqueue_With100000Pending_TouchesHardlyMorePagesThanWith1000()
    {
        var disk = new SimulatedDisk();
        await using LiteDbDeviceStore store = await LiteDbDeviceStore.OpenAsync(new LiteDbDeviceStoreOptions { Path = folder["store.db"] }, disk.Open, default);
        await FillAsync(store, upTo: 1_000);
        int few = await PagesAsync(store, disk);
        await FillAsync(store, upTo: 100_000);

        int many = await PagesAsync(store, disk);

        Assert.True(many < 4 * few, $"{few} pages with 1,000 pending, {many} with 100,000.");
    }

    /// <summary>New rows that lie behind all others are neither looked up one by one when a page is looked at, nor when it is written.</summary>
    [Fact]
    public async Task Page_OfNewRows_IsLookedUpAsOne()
    {
        await using LiteDbDeviceStore store = await LiteDbDeviceStore.OpenAsync(folder["store.db"]);
        await CommitAsync(store, 1, Replicas(1_000, 5_000));
        EntityId[] behind = [.. Replicas(6_000, 500).Select(row => row.Id)];
        EntityId[] among = [behind[0], .. Replicas(500, 499).Select(row => row.Id)];

        long together = await AllocatedAsync(() => store.LoadAsync(new DeviceQuery { Entities = behind }));
        long apart = await AllocatedAsync(() => store.LoadAsync(new DeviceQuery { Entities = among }));

        Assert.True(together * 4 < apart, $"{together} bytes for rows that lie together, {apart} for those that do not.");
    }

    [Fact]
    public async Task Rows_OfWhichSomeAreThere_AreFoundAndReplaced()
    {
        await using LiteDbDeviceStore store = await LiteDbDeviceStore.OpenAsync(folder["store.db"]);
        await CommitAsync(store, 1, Replicas(1_010, 2));

        await CommitAsync(store, 2, [.. Replicas(1_000, 20).Select(row => row with { Version = 7 })]);

        DeviceView view = await store.LoadAsync(new DeviceQuery { Entities = [.. Replicas(1_005, 100).Select(row => row.Id)] });
        Assert.Equal(Replicas(1_005, 15).Select(row => row.Key), view.Replicas.Values.Select(row => row.Key).Order(StringComparer.Ordinal));
        Assert.All(view.Replicas.Values, row => Assert.Equal(7, row.Version));
    }

    /// <summary>The last one counts, as where they are written one by one.</summary>
    [Fact]
    public async Task Rows_OfWhichOneComesTwice_AreWritten()
    {
        await using LiteDbDeviceStore store = await LiteDbDeviceStore.OpenAsync(folder["store.db"]);

        await CommitAsync(store, 1, [.. Replicas(1_000, 20), Replicas(1_003, 1)[0] with { Version = 7 }]);

        DeviceView view = await store.LoadAsync(new DeviceQuery { Entities = [.. Replicas(1_000, 20).Select(row => row.Id)] });
        Assert.Equal(20, view.Replicas.Count);
        Assert.Equal(7, view.Replicas[Replicas(1_003, 1)[0].Id].Version);
    }

    [Fact]
    public async Task Open_With20000Pending_ReadsHardlyMorePagesThanWith5000()
    {
        int few = await OpeningPagesAsync(5_000);
        int many = await OpeningPagesAsync(20_000);

        // LiteDB draws the heights of its index by chance, so a few pages more or less say nothing.
        Assert.True(many < 2 * few, $"{few} pages with 5,000 pending, {many} with 20,000.");
    }

    /// <summary>What opening a closed store, and looking for the first changes to send, reads and writes.</summary>
    private async Task<int> OpeningPagesAsync(int pending)
    {
        var disk = new SimulatedDisk();
        var options = new LiteDbDeviceStoreOptions { Path = folder[$"{pending}.db"] };
        await using (LiteDbDeviceStore filled = await LiteDbDeviceStore.OpenAsync(options, disk.Open, default))
            await FillAsync(filled, pending);
        (disk.Reads, disk.Writes) = (0, 0);
        await using LiteDbDeviceStore store = await LiteDbDeviceStore.OpenAsync(options, disk.Open, default);
        Assert.Equal(8, (await store.LoadAsync(new DeviceQuery { Sendable = 8 })).Items.Count);
        return disk.Reads + disk.Writes;
    }

    private static ReplicaEntity[] Replicas(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(n => DeviceRecords.Replica(string.Create(CultureInfo.InvariantCulture, $"k{n}")))];

    private static async Task CommitAsync(LiteDbDeviceStore store, long revision, IReadOnlyCollection<ReplicaEntity> replicas) =>
        Assert.True(await store.CommitAsync(new DeviceCommit { State = DeviceRecords.State(revision), PutReplicas = replicas }));

    /// <summary>The least of some runs: other tests run meanwhile.</summary>
    private static async Task<long> AllocatedAsync(Func<Task> work)
    {
        long least = long.MaxValue;
        for (int run = 0; run < 10; run++)
        {
            long before = GC.GetTotalAllocatedBytes(true);
            await work();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(true) - before);
        }
        return least;
    }

    private static async Task FillAsync(LiteDbDeviceStore store, int upTo)
    {
        DeviceState state = (await store.LoadAsync(new DeviceQuery())).State;
        for (long position = state.NextPosition; position <= upTo; position = state.NextPosition)
        {
            int count = (int)Math.Min(5_000, upTo - position + 1);
            state = state with { Revision = state.Revision + 1, NextPosition = position + count };
            await store.CommitAsync(new DeviceCommit { State = state, PutItems = [.. Enumerable.Range(0, count).Select(n => DeviceRecords.Item(position + n, $"k{position + n}"))] });
        }
    }

    /// <summary>The pages that twenty rounds of enqueueing a change and looking for the first ones to send read and write.</summary>
    private static async Task<int> PagesAsync(LiteDbDeviceStore store, SimulatedDisk disk)
    {
        (disk.Reads, disk.Writes) = (0, 0);
        for (int n = 0; n < 20; n++)
        {
            DeviceView view = await store.LoadAsync(new DeviceQuery { Entities = [new EntityId(DeviceRecords.Type, $"k{n}")], Sendable = 10 });
            DeviceState next = view.State with { Revision = view.State.Revision + 1, NextPosition = view.State.NextPosition + 1 };
            await store.CommitAsync(new DeviceCommit { State = next, PutItems = [DeviceRecords.Item(view.State.NextPosition)] });
        }
        return disk.Reads + disk.Writes;
    }
}
