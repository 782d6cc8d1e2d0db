using System.Diagnostics;

namespace Athens.Sync.DeviceProcess.Tests;

/// <summary>One life of the process, from its start to its kill.</summary>
public sealed class DeviceLife
{
    /// <summary>Never reached, unless a process hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DeviceArguments arguments;
    private readonly LifePlan? plan;

    private DeviceLife(DeviceArguments arguments, LifePlan? plan)
    {
        this.arguments = arguments;
        this.plan = plan;
    }

    /// <summary>What it said before it was killed, in order: what was in the pipe by then was said.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>The step that it stood at when it was killed; null when it was killed elsewhere.</summary>
    public string? Stood { get; private set; }

    public bool WasKilled { get; private set; }

    public static async Task<DeviceLife> RunAsync(DeviceArguments arguments, LifePlan? plan)
    {
        var life = new DeviceLife(arguments, plan);
        await life.RunAsync().WaitAsync(Patience);
        return life;
    }

    private async Task RunAsync()
    {
        using Process process = Start();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            Lines.Add(line);
            if (!WasKilled && IsOver(line))
                await KillAsync(process);
        }
        await process.WaitForExitAsync();
        Assert.True(WasKilled || process.ExitCode == 0, $"The process ended by itself: {await errors}");
    }

    private bool IsOver(string line)
    {
        if (line.StartsWith("stands ", StringComparison.Ordinal))
            Stood = line.Split(' ')[1];
        return Stood is not null || line == "finished" || (plan is { Step: null } && Lines.Count == plan.Lines);
    }

    private async Task KillAsync(Process process)
    {
        var waited = Stopwatch.StartNew();
        // A timer is too coarse: the moments that matter are microseconds apart.
        while (waited.Elapsed < plan!.Pause)
            await Task.Yield();
        // SIGKILL: nothing in the process learns of it.
        process.Kill();
        WasKilled = true;
    }

    private Process Start()
    {
        // From its own folder: beside the tests lie the assemblies of a web server, and not all that a device needs.
        string program = Path.Combine(AppContext.BaseDirectory.Replace("DeviceProcess.Tests", "DeviceProcess", StringComparison.Ordinal), "Athens.Sync.DeviceProcess.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", program, .. arguments.Write()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }
}
