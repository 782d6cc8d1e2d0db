using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Athens.Sync.InMemory;
using Athens.Sync.Server;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Athens.Sync.Http.Tests.Hosting;

/// <summary>A host as an app would write it: real Kestrel, real tokens, the real server over a store in memory.</summary>
public sealed class SyncHost : IAsyncDisposable
{
    public const string Legacy = "/api/sync-offline-data/";

    private readonly WebApplication app;

    private SyncHost(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    public Uri SyncAddress => new(Address, "sync/");

    public FailingStore Store => (FailingStore)app.Services.GetRequiredService<IServerStore>();

    public IServiceProvider Services => app.Services;

    public static async Task<SyncHost> StartAsync(SyncHostSettings? settings = null)
    {
        settings ??= new SyncHostSettings();
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = settings.Environment });
        builder.Logging.ClearProviders();
        if (settings.Log is { } log)
            builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace);
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            settings.Kestrel?.Invoke(kestrel);
        });
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(jwt =>
        {
            jwt.MapInboundClaims = false;
            jwt.TokenValidationParameters = Tokens.Validation;
        });
        builder.Services.AddAuthorization();
        builder.Services.AddOpenApi();
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);
        builder.Services.AddAthensSyncServer(Note.Model, settings.Options);
        builder.Services.AddSingleton<IServerStore>(provider => new FailingStore(new InMemoryServerStore(Note.Model, provider.GetRequiredService<SyncIds>(), provider)));
        settings.Services?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        settings.Pipeline?.Invoke(app);
        app.MapOpenApi();
        RouteGroupBuilder sync = app.MapAthensSync("/sync", settings.Endpoints);
        RouteHandlerBuilder legacy = app.MapAthensSyncLegacy(Legacy, settings.Endpoints);
        if (settings.IsOpen)
        {
            sync.AllowAnonymous();
            legacy.AllowAnonymous();
        }
        await app.StartAsync();
        return new SyncHost(app);
    }

    /// <summary>A client that is signed in, unless the token is null.</summary>
    public HttpClient Client(string? token)
    {
        var client = new HttpClient { BaseAddress = Address };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public HttpClient Ann => Client(Tokens.Good("ann", "north"));

    public static HttpContent Json(string body) => new StringContent(body, Encoding.UTF8, "application/json");

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
