using Athens.Sync.InMemory;
using Athens.Sync.AspNetCore;
using Athens.Sync.IndexedDb.Browser;
using Athens.Sync.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Athens.Sync.Browser.Tests.Hosting;

/// <summary>Serves the page that runs the suite of stores, and a server for its devices.</summary>
public sealed class StorePageServer : IAsyncLifetime
{
    private const string Project = "Athens.Sync.IndexedDb.Browser";

    private WebApplication app = null!;

    public string Address { get; private set; } = "";

    public async Task InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration[WebHostDefaults.StaticWebAssetsKey] = Repository.Built("tests", Project, $"{Project}.staticwebassets.runtime.json");
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddAuthorization();
        builder.Services.AddAthensSyncServer(Note.Model);
        builder.Services.AddSingleton<IServerStore>(_ => new InMemoryServerStore(Note.Model, SyncIds.System(TimeProvider.System)));
        app = builder.Build();
        app.MapStaticAssets(Repository.Built("tests", Project, $"{Project}.staticwebassets.endpoints.json"));
        app.MapFallbackToFile("/", "index.html");
        app.MapAthensSync("/sync", options => options.Caller = _ => ValueTask.FromResult<SyncCaller?>(new SyncCaller { User = "one", Scopes = [SyncModel.DefaultScope] })).AllowAnonymous();
        await app.StartAsync();
        Address = app.Urls.Single();
    }

    public async Task DisposeAsync() => await app.DisposeAsync();
}
