using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Athens.Ptw.Host.Tests.Hosting;

/// <summary>The host as a process of its own, the way a person starts it.</summary>
internal sealed partial class HostProcess : IDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(180);

    private readonly ScratchFolder folder = new();
    private readonly Process process;

    public HostProcess(params IEnumerable<string> args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Athens.Ptw.Host.dll"), .. args])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in new[] { "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPNETCORE_URLS", "Jwt__Key" })
            start.Environment.Remove(name);
        start.Environment["TMPDIR"] = folder.Path;
        process = Process.Start(start)!;
    }

    /// <summary>Where the process works, and keeps what is temporary.</summary>
    public string Folder => folder.Path;

    public string File(string name) => folder.File(name);

    /// <summary>Waits for the line that names the address.</summary>
    public async Task<Uri> AddressAsync()
    {
        using var limit = new CancellationTokenSource(StartsWithin);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
                return new Uri(match.Groups[1].Value);
        }

        throw new InvalidOperationException($"The host ended: {await process.StandardError.ReadToEndAsync(limit.Token)}");
    }

    /// <summary>Waits for the end of a process that should not stay.</summary>
    public async Task<(int ExitCode, string Error)> EndAsync()
    {
        using var limit = new CancellationTokenSource(StartsWithin);
        string error = await process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, error);
    }

    /// <summary>Waits for the end of a process that does what it is told and then ends by itself.</summary>
    public async Task<(int ExitCode, string Output, string Error)> RunAsync()
    {
        using var limit = new CancellationTokenSource(EndsWithin);
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await error);
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        folder.Dispose();
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}
