using System.Runtime.CompilerServices;
using Athens.Sync.Device;
using Athens.Sync.InMemory;
using Athens.Sync.Server;
using Athens.Sync.Testing.ServerStores;
using Athens.Sync.Transport;
using Athens.Sync.Wire;

namespace Athens.Sync.LiteDb.Tests;

/// <summary>
/// Files that earlier builds left are opened, and synced from, by this one. <c>UPDATE_GOLDEN=1</c> adds the next file; the earlier ones
/// stay. That the form has changed is noticed where the records' JSON is checked, and the file's own version in its tests.
/// </summary>
public sealed class GoldenFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("athens-golden-").FullName;

    [Fact]
    public async Task File_OfEarlierBuilds_IsOpenedAndSyncedFrom()
    {
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            await WriteNextAsync();
        string[] files = [.. Directory.EnumerateFiles(Golden(), "*.golden")];
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            string copy = Path.Combine(folder, Path.GetFileName(file));
            File.Copy(file, copy);
            await GoOnAsync(copy);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task GoOnAsync(string path)
    {
        SyncModel model = ConformanceModel.Create();
        SyncIds ids = SyncIds.System(TimeProvider.System);
        using var database = new InMemoryServerStore(model, ids);
        var server = new SyncServer(model, database, TimeProvider.System, ids);
        var caller = new SyncCaller { User = "ann", Scopes = ["north"] };
        await using var client = new SyncClient(model, await OpenAsync(path), new InProcessTransport(server, caller), TimeProvider.System, ids);
        Assert.Equal("left behind", (await client.Set<Note>().ListAsync().ToListAsync()).Single().Title);
        Assert.Equal(OutboxStatus.Syncing, (await client.ReadOutboxAsync().ToListAsync())[0].Status);

        SyncReport report = await client.SyncAsync();

        Assert.True(report.IsComplete);
        PullResponse page = await server.PullAsync(new PullRequest(), caller);
        Assert.Equal(["note", "order"], page.Changes.Select(entity => entity.Entity).Order());
        Assert.Equal("1", page.Changes.Single(entity => entity.Entity == "order").ServerId);
        Assert.Equal(1, (await client.Set<Order>().GetAsync("-1"))!.Id);
    }

    private async Task WriteNextAsync()
    {
        string path = Path.Combine(folder, "next");
        await using (var client = new SyncClient(ConformanceModel.Create(), await OpenAsync(path), new NoPush(), TimeProvider.System, SyncIds.System(TimeProvider.System)))
        {
            await client.Set<Note>().SaveAsync(new Note { Id = "n", Project = "north", Title = "left behind", Amount = 1.50m });
            await client.Set<Order>().SaveAsync(new Order { Project = "north", Text = "Bolts" });
            await client.SyncAsync();
        }
        Directory.CreateDirectory(Golden());
        File.Copy(path, Path.Combine(Golden(), $"device.{Directory.EnumerateFiles(Golden(), "*.golden").Count() + 1}.golden"));
    }

    private static async Task<IDeviceStore> OpenAsync(string path) => await LiteDbDeviceStore.OpenAsync(path);

    private static string Golden([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Golden");

    private sealed class NoPush : ISyncTransport
    {
        public Task<PushResponse> PushAsync(PushRequest request, CancellationToken cancellationToken = default) =>
            throw new SyncTransportException(TransportFailure.Unreachable, "The push does not get through.");

        public Task<PullResponse> PullAsync(PullRequest request, CancellationToken cancellationToken = default) =>
            Task.FromResult(new PullResponse { Scope = "north", Epoch = "epoch", Checkpoint = "checkpoint", HasMore = false });
    }
}
