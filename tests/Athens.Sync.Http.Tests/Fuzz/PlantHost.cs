using System.Net;
using Athens.Sync.AspNetCore;
using Athens.Sync.Http.Tests.Hosting;
using Athens.Sync.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Athens.Sync.Http.Tests.Fuzz;

/// <summary>The real endpoints on real Kestrel, over a real database.</summary>
public sealed class PlantHost : IAsyncDisposable
{
    /// <summary>What a request may change, counted: entities, places in feeds, records, numbers.</summary>
    private const string Counts =
        """
        SELECT (SELECT COUNT(*) FROM plants) AS plants, (SELECT COUNT(*) FROM readings) AS readings, (SELECT COALESCE(SUM(value), 0) FROM athens_sync_counters) AS written,
               (SELECT COUNT(*) FROM athens_sync_changes) AS records, (SELECT COUNT(*) FROM athens_sync_devices) AS devices,
               (SELECT COUNT(*) FROM athens_sync_leases) AS leases, (SELECT COALESCE(SUM(next), 0) FROM athens_sync_series) AS numbers
        """;

    private readonly WebApplication app;
    private readonly KeptLog log;

    private PlantHost(WebApplication app, KeptLog log)
    {
        this.app = app;
        this.log = log;
    }

    /// <summary>What the server says of its own failures, which no caller learns.</summary>
    public string Failures => string.Join('\n', log.Entries.Select(entry => entry.Text));

    public Uri Address => new(new Uri(app.Urls.Single()), "sync/");

    public static async Task<PlantHost> StartAsync(Action<DbContextOptionsBuilder> database)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        var log = new KeptLog();
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddAuthorization();
        builder.Services.AddDbContext<PlantContext>(database);
        builder.Services.AddAthensSyncServer(Plant.Model).UseEntityFrameworkCore<PlantContext>();
        WebApplication app = builder.Build();
        await using (AsyncServiceScope scope = app.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<PlantContext>().Database.EnsureCreatedAsync();
        app.MapAthensSync("/sync", options =>
        {
            options.Caller = http => new(new SyncCaller { User = http.Request.Headers["user"].ToString(), Scopes = http.Request.Headers["user"] == "other" ? ["south"] : ["north"] });
            options.UserRate = options.DeviceRate = new SyncRate(1_000_000, TimeSpan.FromSeconds(1));
        }).AllowAnonymous();
        await app.StartAsync();
        return new PlantHost(app, log);
    }

    public HttpClient Client(string user, HttpMessageHandler? handler = null)
    {
        var http = new HttpClient(handler ?? new SocketsHttpHandler()) { BaseAddress = Address };
        http.DefaultRequestHeaders.Add("user", user);
        return http;
    }

    public async Task<Footprint> FootprintAsync()
    {
        await using AsyncServiceScope scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PlantContext>().Database.SqlQueryRaw<Footprint>(Counts).SingleAsync();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
