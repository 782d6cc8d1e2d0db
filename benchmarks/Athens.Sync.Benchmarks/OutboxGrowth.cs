using Athens.Sync.Device;
using Athens.Sync.InMemory;
using Athens.Sync.LiteDb;
using BenchmarkDotNet.Attributes;

namespace Athens.Sync.Benchmarks;

/// <summary>What it costs to save one change when few wait in the outbox, and when very many do: the ratio is what matters.</summary>
[MemoryDiagnoser]
public class OutboxGrowth
{
    private const string Type = "note";
    private const int FillItems = 5_000;
    private static readonly FieldValues Data = FieldValues.Parse($$"""{"title":"{{new string('x', 300)}}"}""");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("athens-sync-bench-");
    private IDeviceStore store = null!;

    /// <summary>The store: <c>memory</c> or <c>litedb</c>.</summary>
    [Params("memory", "litedb")]
    public string Store { get; set; } = "";

    [GlobalSetup(Target = nameof(EnqueueWith10Pending))]
    public Task SetUpFewAsync() => SetUpAsync(10);

    [GlobalSetup(Target = nameof(EnqueueWith100000Pending))]
    public Task SetUpManyAsync() => SetUpAsync(100_000);

    [Benchmark(Baseline = true)]
    public Task<bool> EnqueueWith10Pending() => EnqueueAsync();

    [Benchmark]
    public Task<bool> EnqueueWith100000Pending() => EnqueueAsync();

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await store.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private async Task SetUpAsync(int pending)
    {
        store = Store == "memory" ? new InMemoryDeviceStore() : await LiteDbDeviceStore.OpenAsync(Path.Combine(folder.FullName, "store.db"));
        var state = new DeviceState { DeviceId = "device", Generation = "generation" };
        while (state.NextPosition <= pending)
        {
            long first = state.NextPosition;
            int count = (int)Math.Min(FillItems, pending - first + 1);
            state = state with { Revision = state.Revision + 1, NextPosition = first + count };
            await store.CommitAsync(new DeviceCommit { State = state, PutItems = [.. Enumerable.Range(0, count).Select(n => Item(first + n))] });
        }
    }

    /// <summary>Saves one change as the engine does, and drops the one that was saved before, so that as many wait as at the start.</summary>
    private async Task<bool> EnqueueAsync()
    {
        DeviceView view = await store.LoadAsync(new DeviceQuery { Entities = [new EntityId(Type, "edited")] });
        long position = view.State.NextPosition;
        return await store.CommitAsync(new DeviceCommit
        {
            State = view.State with { Revision = view.State.Revision + 1, NextPosition = position + 1 },
            PutReplicas = [new ReplicaEntity { Type = Type, Key = "edited", Version = 1, Server = Data, Local = Data, SyncState = EntitySyncState.Pending }],
            PutItems = [Item(position, "edited")],
            DeleteItems = [.. view.Items.Select(item => item.Position)],
        });
    }

    private static OutboxItem Item(long position, string? key = null) => new()
    {
        Position = position,
        Status = OutboxStatus.Pending,
        CreatedAt = DateTimeOffset.UnixEpoch,
        Change = new Change { Entity = Type, Op = ChangeOp.Update, OfflineId = $"change-{position}", ServerId = key ?? $"key-{position}", ClientVersion = 1, Data = Data, Base = Data },
    };
}
