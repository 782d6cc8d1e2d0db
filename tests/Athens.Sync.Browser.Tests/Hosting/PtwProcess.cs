using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Athens.Sync.Browser.Tests.Hosting;

/// <summary>The sample host as a process of its own, over a new SQLite file: it can be killed, and started again where it was.</summary>
public sealed class PtwProcess : IAsyncLifetime
{
    /// <summary>The host's file, where it was built or published to.</summary>
    public const string Program = "Athens.Ptw.Host.dll";

    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(3);

    private static readonly HttpClient Http = new();

    private readonly string folder = Directory.CreateTempSubdirectory("athens-ptw-").FullName;
    private readonly int port = FreePort();
    private Process? process;

    public string Address => $"http://127.0.0.1:{port}";

    public Task InitializeAsync() => StartAsync();

    /// <summary>Starts it as it is installed, and waits until it answers.</summary>
    public async Task StartAsync() => await StartAsync(await PublishedApp.ProgramAsync());

    /// <summary>Starts the program that is named, over the same data.</summary>
    /// <param name="program">The host, as it was built or published.</param>
    /// <param name="key">What it signs tokens with: with another key it knows nobody who signed in before.</param>
    public async Task StartAsync(string program, string key = "the tests' own key, so that a token outlives the process")
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                program, "--urls", Address, "--environment", "Development",
                "--ConnectionStrings:Ptw", $"Data Source={Path.Combine(folder, "ptw.db")}", "--Ptw:SeedSamples", "true",
            },
        };
        start.Environment["Jwt__Key"] = key;
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        await UntilUpAsync();
    }

    /// <summary>Kills it, as a crash does.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>Has it take what comes and answer nothing, as a network does that is there in name only.</summary>
    public void Hang() => Signal("STOP");

    public void GoOn() => Signal("CONT");

    public async Task DisposeAsync()
    {
        if (process is not null)
            await KillAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task UntilUpAsync()
    {
        using var stop = new CancellationTokenSource(StartMax);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await IsUpAsync(stop.Token))
            await timer.WaitForNextTickAsync(stop.Token);
    }

    private async Task<bool> IsUpAsync(CancellationToken stop)
    {
        try
        {
            using HttpResponseMessage answer = await Http.GetAsync(new Uri($"{Address}/health"), stop);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Signal(string name)
    {
        using Process kill = Process.Start("kill", $"-{name} {process!.Id}");
        kill.WaitForExit();
        if (kill.ExitCode != 0)
            throw new InvalidOperationException($"The host could not be sent {name}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
