using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.Transport;
using Athens.Sync.Wire;
using BenchmarkDotNet.Attributes;

namespace Athens.Sync.Benchmarks;

/// <summary>What it costs to start an engine over a store that was closed, until it tells how it stands, and to close it again.</summary>
[MemoryDiagnoser]
public class StartUpGrowth
{
    private static readonly SyncModel Model = SyncModel.Create(m => m.Entity<Note>(PendingStore.Type, e => e.Key(n => n.Id).Fields(n => n.Title)));

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("athens-sync-bench-");

    /// <summary>The store: <c>litedb</c> or <c>sqlite</c>.</summary>
    [Params("litedb", "sqlite")]
    public string Store { get; set; } = "";

    [GlobalSetup(Target = nameof(StartWith10Pending))]
    public Task SetUpFewAsync() => SetUpAsync(10);

    [GlobalSetup(Target = nameof(StartWith100000Pending))]
    public Task SetUpManyAsync() => SetUpAsync(100_000);

    [Benchmark(Baseline = true)]
    public Task<int> StartWith10Pending() => StartAsync();

    [Benchmark]
    public Task<int> StartWith100000Pending() => StartAsync();

    [GlobalCleanup]
    public void CleanUp() => folder.Delete(recursive: true);

    private async Task SetUpAsync(int pending)
    {
        await using IDeviceStore store = await PendingStore.OpenAsync(Store, folder);
        await PendingStore.FillAsync(store, pending);
    }

    private async Task<int> StartAsync()
    {
        await using var client = new SyncClient(Model, await PendingStore.OpenAsync(Store, folder), new NoNetwork(), TimeProvider.System, SyncIds.System(TimeProvider.System));
        return (await client.GetStatusAsync()).Changes.Waiting;
    }

    private sealed class Note
    {
        public string Id { get; set; } = "";

        public string Title { get; set; } = "";
    }

    private sealed class NoNetwork : ISyncTransport
    {
        public Task<PushResponse> PushAsync(PushRequest request, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<PullResponse> PullAsync(PullRequest request, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
