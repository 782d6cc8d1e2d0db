using System.Collections.Concurrent;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static Athens.Ptw.Host.Tests.Hosting.Requests;

namespace Athens.Ptw.Host.Tests.Hosting;

/// <summary>What a user wrote is in no log, however much is logged and whatever happens to it.</summary>
public sealed class LogTests
{
    private const string Mark = "Zq7-marked-payload";

    [Fact]
    public async Task Logs_AtDebug_HoldNothingOfWhatWasSent()
    {
        var log = new AllText();
        await using var server = new LoggingServer(log);
        using HttpClient client = await server.ClientOfAsync("requester-north");

        string permit = (await client.AddAsync(Paths.Permits, Draft(Mark))).Text("id");
        await client.EditAsync(Paths.Permits + permit, new { description = Mark });
        foreach (string road in new[] { Paths.Push, Paths.OlderWire })
        {
            await client.PushAsync(
                road,
                new { entity = "permit", op = "create", offline_id = NewId(), data = Draft(Mark) },
                new { entity = "permit", op = "update", offline_id = NewId(), server_id = permit, client_version = 1, data = new { title = Mark + "2" } },
                new { entity = "permit", op = "update", offline_id = NewId(), server_id = permit, client_version = 2, data = new { planned_start_time = Mark } },
                new { entity = "permit", op = "update", offline_id = NewId(), server_id = NewId(), client_version = 2, data = new { title = Mark } },
                new { entity = "permit", op = "create", offline_id = NewId(), data = new Dictionary<string, object?> { [Mark] = Mark } },
                new { entity = "gas_reading", op = "append", offline_id = NewId(), data = new { permit_id = permit, gas = Mark, value = 20.9, unit = "%", taken_at = "2031-05-06T07:00:00Z" } });
            using HttpResponseMessage broken = await client.PostAsJsonAsync(road, new { device_id = "d", changes = Mark });
        }
        Assert.Contains(Mark, (await client.FetchAsync(Paths.Pull)).GetRawText(), StringComparison.Ordinal);

        Assert.Contains(log.Lines, line => line.StartsWith("Athens.Sync.AspNetCore", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains(Mark, StringComparison.Ordinal));
    }

    private sealed class LoggingServer(AllText log) : PtwServer
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder
                .ConfigureLogging(logs => logs.ClearProviders().AddProvider(log))
                .ConfigureServices(services => services.PostConfigure<LoggerFilterOptions>(options =>
                {
                    options.Rules.Clear();
                    options.MinLevel = LogLevel.Debug;
                }));
        }
    }

    private sealed class AllText : ILoggerProvider
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Logger(AllText log, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull
            {
                log.Lines.Enqueue($"{category} {state}");
                return null;
            }

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                log.Lines.Enqueue($"{category} {formatter(state, exception)} {exception}");
        }
    }
}
