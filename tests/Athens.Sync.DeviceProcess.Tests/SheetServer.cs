using System.Net;
using Athens.Sync.InMemory;
using Athens.Sync.Server;
using Athens.Sync.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Athens.Sync.DeviceProcess.Tests;

/// <summary>The server that a device is in step with: real Kestrel, and the real engine over a store in memory.</summary>
public sealed class SheetServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private SheetServer(WebApplication app) => this.app = app;

    public Uri Address => new(new Uri(app.Urls.Single()), "sync/");

    public static async Task<SheetServer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        builder.Services.AddAuthorization();
        builder.Services.AddAthensSyncServer(Sheet.Model);
        builder.Services.AddSingleton<IServerStore>(provider => new InMemoryServerStore(Sheet.Model, provider.GetRequiredService<SyncIds>(), provider));
        WebApplication app = builder.Build();
        app.MapAthensSync("/sync", options => options.Caller = http => new(Caller(http.Request.Headers["user"].ToString()))).AllowAnonymous();
        await app.StartAsync();
        return new SheetServer(app);
    }

    /// <summary>Every sheet that the server has, by its key.</summary>
    public async Task<IReadOnlyDictionary<string, PulledEntity>> SheetsAsync()
    {
        var all = new Dictionary<string, PulledEntity>();
        PullResponse? page = null;
        do
        {
            var request = new PullRequest { DeviceId = "reader", Checkpoint = page?.Checkpoint };
            page = await app.Services.GetRequiredService<SyncServer>().PullAsync(request, Caller("reader"));
            foreach (PulledEntity entity in page.Changes)
                all[entity.ServerId] = entity;
        }
        while (page.HasMore);
        return all.Where(sheet => !sheet.Value.Deleted).ToDictionary();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static SyncCaller Caller(string user) => new() { User = user, Scopes = ["north"] };
}
