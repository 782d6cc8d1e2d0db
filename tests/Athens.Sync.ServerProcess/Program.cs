using System.Globalization;
using System.Net;
using Athens.Sync;
using Athens.Sync.AspNetCore;
using Athens.Sync.DeviceProcess;
using Athens.Sync.EntityFrameworkCore;
using Athens.Sync.Server;
using Athens.Sync.ServerProcess;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

ServerArguments arguments = ServerArguments.Read(args);
var report = new Report(Console.Out);
var steps = new Steps(report, arguments.Step, arguments.Time);
report.Say("begun");

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
builder.Services.AddAuthorization();
builder.Services.AddDbContext<SheetContext>(options =>
{
    arguments.Database.Use(options);
    options.AddInterceptors(new SteppedCommands(steps), new SteppedTransactions(steps));
});
builder.Services.AddSingleton<EfServerStore<SheetContext>>();
builder.Services.AddSingleton<IServerStore>(provider => new SteppedServerStore(provider.GetRequiredService<EfServerStore<SheetContext>>(), steps));
builder.Services.AddAthensSyncServer(Sheet.Model).UseEntityFrameworkCore<SheetContext>().AddMaintenance(TimeSpan.FromMilliseconds(100));
WebApplication app = builder.Build();
await using (AsyncServiceScope scope = app.Services.CreateAsyncScope())
    await scope.ServiceProvider.GetRequiredService<SheetContext>().Database.EnsureCreatedAsync();
app.Use(next => http => new SteppedRequests(steps).InvokeAsync(http, next));
app.MapAthensSync("/sync", options =>
{
    options.Caller = http => new(new SyncCaller { User = http.Request.Headers["user"].ToString(), Scopes = ["north"] });
    options.UserRate = options.DeviceRate = new SyncRate(1_000_000, TimeSpan.FromSeconds(1));
}).AllowAnonymous();
await app.StartAsync();
report.Say("listening", new Uri(app.Urls.Single()).Port.ToString(CultureInfo.InvariantCulture));
await Task.Delay(Timeout.Infinite);
