using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Athens.Sync.Http.Tests.Hosting;

/// <summary>A real web server on a free loopback port that answers whatever a test says.</summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private LoopbackServer(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    public static async Task<LoopbackServer> StartAsync(RequestDelegate answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        // A test may hold a request open for ever.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        WebApplication app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return new LoopbackServer(app);
    }

    public static Task<LoopbackServer> StartAsync(int status, string? type = null, string body = "", params (string Name, string Value)[] headers) => StartAsync(async http =>
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        foreach ((string name, string value) in headers)
            http.Response.Headers[name] = value;
        await http.Response.WriteAsync(body);
    });

    public HttpSyncTransport Transport(TimeProvider? time = null, HttpSyncOptions? options = null) =>
        new(new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Address }, time ?? TimeProvider.System, options);

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
