using Athens.Sync.Device;
using BenchmarkDotNet.Attributes;

namespace Athens.Sync.Benchmarks;

/// <summary>What it costs to save one change when few wait in the outbox, and when very many do: the ratio is what matters.</summary>
[MemoryDiagnoser]
public class OutboxGrowth
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("athens-sync-bench-");
    private IDeviceStore store = null!;

    /// <summary>The store: <c>memory</c>, <c>litedb</c> or <c>sqlite</c>.</summary>
    [Params("memory", "litedb", "sqlite")]
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
        store = await PendingStore.OpenAsync(Store, folder);
        await PendingStore.FillAsync(store, pending);
    }

    /// <summary>Saves one change as the engine does, and drops the one that was saved before, so that as many wait as at the start.</summary>
    private async Task<bool> EnqueueAsync()
    {
        DeviceView view = await store.LoadAsync(new DeviceQuery { Entities = [new EntityId(PendingStore.Type, "edited")] });
        long position = view.State.NextPosition;
        return await store.CommitAsync(new DeviceCommit
        {
            State = view.State with { Revision = view.State.Revision + 1, NextPosition = position + 1 },
            PutReplicas = [new ReplicaEntity { Type = PendingStore.Type, Key = "edited", Version = 1, Server = PendingStore.Data, Local = PendingStore.Data, SyncState = EntitySyncState.Pending }],
            PutItems = [PendingStore.Item(position, "edited")],
            DeleteItems = [.. view.Items.Select(item => item.Position)],
        });
    }
}
