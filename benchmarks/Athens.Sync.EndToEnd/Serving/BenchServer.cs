using System.Globalization;
using System.Net;
using Athens.Sync.AspNetCore;
using Athens.Sync.EndToEnd.Measuring;
using Athens.Sync.EndToEnd.Permits;
using Athens.Sync.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Athens.Sync.EndToEnd.Serving;

/// <summary>The server process: what an app would host, and beside it what a measurement needs.</summary>
public static class BenchServer
{
    private static readonly SyncRate NoLimit = new(1_000_000, TimeSpan.FromSeconds(1));

    /// <summary>Serves until its input ends: it does not outlive who started it.</summary>
    public static async Task RunAsync(ServerArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddAuthorization();
        builder.Services.AddDbContext<PermitContext>(arguments.Use);
        builder.Services.AddSingleton<ServerFill>();
        builder.Services.AddAthensSyncServer(PermitModel.Sync).UseEntityFrameworkCore<PermitContext>();
        await using WebApplication app = builder.Build();
        await using (AsyncServiceScope scope = app.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<PermitContext>().Database.EnsureCreatedAsync();
        Map(app);
        await app.StartAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"listening {new Uri(app.Urls.Single()).Port}"));
        await Console.In.ReadToEndAsync();
    }

    private static void Map(WebApplication app)
    {
        app.MapAthensSync("/sync", options =>
        {
            options.Caller = http => new(CallerOf(http));
            options.UserRate = options.DeviceRate = NoLimit;
        }).AllowAnonymous();
        var peak = new MemoryPeak();
        app.MapGet("/bench/memory", () => peak.Read());
        app.MapPost("/bench/memory", () => peak.Begin());
        app.MapPost("/bench/fill", (ServerFill fill, string scope, int first, int count) => fill.FillAsync(scope, first, count));
        app.MapPost("/bench/edit", (ServerFill fill, string scope, int first, int count, int edition, int step) => fill.EditAsync(scope, first, count, edition, step));
        app.MapPost("/bench/echo", (Delegate)EchoAsync);
    }

    /// <summary>A measurement has no sign-in: the device says who it is and what it may see.</summary>
    private static SyncCaller CallerOf(HttpContext http) => new()
    {
        User = http.Request.Headers["user"].ToString(),
        Scopes = http.Request.Headers["scopes"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries),
    };

    /// <summary>What a typed endpoint costs by itself: it reads a batch and says how many it holds.</summary>
    private static async Task<int> EchoAsync(HttpContext http) =>
        (await http.Request.ReadFromJsonAsync(PermitJson.Default.ListPermit, http.RequestAborted))!.Count;
}
