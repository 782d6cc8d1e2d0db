using System.Net.Http.Json;
using System.Text.Json;
using Athens.Sync.EndToEnd.Measuring;
using Athens.Sync.EndToEnd.Reporting;

namespace Athens.Sync.EndToEnd.Running;

/// <summary>What a case has to measure with: the server's address, new devices, clocks, and somewhere to say what came of it.</summary>
public sealed class Bench : IDisposable
{
    private const int QuickCount = 200;

    private readonly DeviceArguments arguments;
    private readonly HttpClient server;
    private int devices;

    public Bench(DeviceArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        this.arguments = arguments;
        server = new HttpClient { BaseAddress = arguments.Server, Timeout = Timeout.InfiniteTimeSpan };
        Clock = new SpanClock(arguments.ServerId);
    }

    public RunOptions Options => arguments.Options;

    public Setup Setup => arguments.Setup;

    /// <summary>How the server connects to its database.</summary>
    public string Database => arguments.Database;

    public SpanClock Clock { get; }

    public HttpClient Server => server;

    /// <summary>A path for a new file.</summary>
    public string NewFile(string name) => Path.Combine(arguments.Folder, $"{name}{Interlocked.Increment(ref devices)}.db");

    /// <summary>A device of its own user, with an empty store of the setup's kind.</summary>
    public Task<BenchDevice> NewDeviceAsync(params string[] scopes) => NewDeviceOnAsync(Setup.Device, scopes);

    public Task<BenchDevice> NewDeviceOnAsync(string kind, params string[] scopes) =>
        BenchDevice.OpenAsync(kind, NewFile(kind), new Uri(arguments.Server, "sync/"), $"user{devices}", Options.Batch, scopes);

    /// <summary>A device whose messages are counted.</summary>
    public Task<BenchDevice> NewMeteredDeviceAsync(WireMeter meter, int? batch, params string[] scopes) =>
        BenchDevice.OpenAsync(Setup.Device, NewFile(Setup.Device), new Uri(arguments.Server, "sync/"), $"user{devices}", batch, scopes, meter);

    /// <summary>So many entities, or few where the run only shows that everything can be measured.</summary>
    public int Sized(int count) => Options.Quick ? Math.Min(count, QuickCount) : count;

    /// <summary>How often something runs before it is measured; once in a quick run.</summary>
    public int WarmUps(int count) => Options.Quick ? 1 : count;

    /// <summary>What the server holds now becomes the floor above which the rest is counted.</summary>
    public Task BeginServerMemoryAsync() => PostAsync("bench/memory");

    /// <summary>The most that the server held above the floor.</summary>
    public async Task<MemoryFigures> ReadServerMemoryAsync() =>
        (await server.GetFromJsonAsync<MemoryFigures>(new Uri("bench/memory", UriKind.Relative)))!;

    /// <summary>Other devices create permits on the server.</summary>
    public async Task FillAsync(string scope, int first, int count) =>
        await PostAsync($"bench/fill?scope={scope}&first={first}&count={count}");

    /// <summary>Other devices edit permits on the server, each time another edition.</summary>
    public async Task EditAsync(string scope, int first, int count, int edition, int step = 1) =>
        await PostAsync($"bench/edit?scope={scope}&first={first}&count={count}&edition={edition}&step={step}");

    /// <summary>Has the clean-up after what went before done now, and not while something is measured.</summary>
    public static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    /// <summary>Says what a case came to.</summary>
    public void Tell(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        Console.WriteLine(JsonSerializer.Serialize(figure with { Case = figure.Case ?? arguments.Case, Server = Setup.Server, Device = Setup.Device }, FigureJson.Default.Figure));
    }

    public void Dispose()
    {
        server.Dispose();
        Clock.Dispose();
    }

    private async Task PostAsync(string path)
    {
        using HttpResponseMessage answer = await server.PostAsync(new Uri(path, UriKind.Relative), null);
        answer.EnsureSuccessStatusCode();
    }
}
