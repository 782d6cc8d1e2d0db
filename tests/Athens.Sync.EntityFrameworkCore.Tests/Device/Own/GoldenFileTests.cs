using System.Runtime.CompilerServices;
using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.InMemory;
using Athens.Sync.Server;
using Athens.Sync.Testing;
using Athens.Sync.Transport;
using Athens.Sync.Wire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device.Own;

/// <summary>
/// Databases of an app that earlier builds left are opened, saved to and synced from by this one. <c>UPDATE_GOLDEN=1</c> adds the next;
/// the earlier ones stay.
/// </summary>
public sealed class GoldenFileTests : IDisposable
{
    private static readonly SyncUser Ann = new() { User = "ann" };

    private readonly TemporaryFolder folder = new();
    private readonly InMemoryServerStore database = new(OrderContext.Synced, new CountingIds(0xffff));

    [Fact]
    public async Task Database_OfEarlierBuilds_IsOpenedSavedToAndSyncedFrom()
    {
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            await WriteNextAsync();
        string[] files = [.. Directory.EnumerateFiles(Golden(), "*.golden")];
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            string copy = folder[Path.GetFileName(file)];
            File.Copy(file, copy);
            await GoOnAsync(copy);
        }
    }

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    private async Task GoOnAsync(string path)
    {
        var server = new SyncServer(OrderContext.Synced, database, TimeProvider.System, new CountingIds(0xfffe));
        var network = new FaultyTransport(new InProcessTransport(server, new SyncCaller { User = "ann", Scopes = ["default"] }));
        await using ServiceProvider services = Services(path, network, 2);
        SyncClient client = services.GetRequiredService<SyncClient>();
        Assert.Equal(OutboxStatus.Syncing, (await client.ReadOutboxAsync().ToListAsync())[0].Status);
        await SaveAsync(services, async context => (await context.Orders.SingleAsync(o => o.Title == "left behind")).Status = "seen");

        SyncReport report = await client.SyncAsync();

        Assert.True(report.IsComplete);
        PulledEntity order = Assert.Single((await server.PullAsync(new PullRequest(), new SyncCaller { User = "ann", Scopes = ["default"] })).Changes);
        Assert.Equal(("left behind", "seen"), (order.Data!["title"].GetString(), order.Data["status"].GetString()));
        Assert.All(await client.ReadOutboxAsync().ToListAsync(), item => Assert.Equal(OutboxStatus.Synced, item.Status));
    }

    private async Task WriteNextAsync()
    {
        string path = folder["next"];
        await using (ServiceProvider services = Services(path, new NoPush(), 1))
        {
            await SaveAsync(services, async context =>
            {
                await context.Database.EnsureCreatedAsync();
                context.Add(new Order { Title = "left behind" });
            });
            await services.GetRequiredService<SyncClient>().SyncAsync();
        }
        Directory.CreateDirectory(Golden());
        File.Copy(path, Path.Combine(Golden(), $"app.{Directory.EnumerateFiles(Golden(), "*.golden").Count() + 1}.golden"));
    }

    private static async Task SaveAsync(ServiceProvider services, Func<OrderContext, Task> work)
    {
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        OrderContext context = scope.ServiceProvider.GetRequiredService<OrderContext>();
        await work(context);
        await context.SaveChangesAsync();
    }

    private static ServiceProvider Services(string path, ISyncTransport transport, int number)
    {
        var services = new ServiceCollection();
        services.AddSingleton<SyncIds>(new CountingIds(number)).AddDbContext<OrderContext>(options => options.UseSqlite($"Data Source={path};Pooling=False"));
        services.AddAthensSync(OrderContext.Synced, new SyncClientOptions { User = Ann }).UseOwnContext<OrderContext>().UseTransport(_ => transport);
        return services.BuildServiceProvider();
    }

    private static string Golden([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Golden");

    private sealed class NoPush : ISyncTransport
    {
        public Task<PushResponse> PushAsync(PushRequest request, CancellationToken cancellationToken = default) =>
            throw new SyncTransportException(TransportFailure.Unreachable, "The push does not get through.");

        public Task<PullResponse> PullAsync(PullRequest request, CancellationToken cancellationToken = default) =>
            Task.FromResult(new PullResponse { Scope = "default", Epoch = "epoch", Checkpoint = "checkpoint", HasMore = false });
    }
}
