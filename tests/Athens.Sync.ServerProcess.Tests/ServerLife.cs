using System.Diagnostics;
using System.Globalization;

namespace Athens.Sync.ServerProcess.Tests;

/// <summary>One life of the server, from its start to its kill.</summary>
public sealed class ServerLife : IAsyncDisposable
{
    /// <summary>Never reached, unless a process hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TaskCompletionSource<int> port = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ServerPlan? plan;
    private readonly Process process;
    private readonly Task<string> errors;
    private readonly Task reading;
    private int cycles;
    private int killed;

    private ServerLife(ServerArguments arguments, ServerPlan? plan)
    {
        this.plan = plan;
        // From its own folder: what a server needs is not all beside the tests.
        string program = Path.Combine(AppContext.BaseDirectory.Replace("ServerProcess.Tests", "ServerProcess", StringComparison.Ordinal), "Athens.Sync.ServerProcess.dll");
        process = Process.Start(new ProcessStartInfo("dotnet", ["exec", program, .. arguments.Write()]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        errors = process.StandardError.ReadToEndAsync();
        reading = ReadAsync();
    }

    /// <summary>The step that it stood at when it was killed; null when it was killed elsewhere.</summary>
    public string? Stood { get; private set; }

    public bool IsOver => Volatile.Read(ref killed) > 0;

    public static ServerLife Start(ServerArguments arguments, ServerPlan? plan) => new(arguments, plan);

    /// <summary>The port that it listens at; null when it was killed before it did.</summary>
    public async Task<int?> ListeningAsync()
    {
        await Task.WhenAny(port.Task, reading).WaitAsync(Patience);
        if (port.Task.IsCompletedSuccessfully)
            return await port.Task;
        Assert.True(IsOver, $"The server ended by itself: {await errors}");
        return null;
    }

    /// <summary>A device's cycle came to its end.</summary>
    public async Task NoteCycleAsync()
    {
        if (Interlocked.Increment(ref cycles) == plan?.Cycles)
            await KillAsync(plan.Pause);
    }

    /// <summary>SIGKILL: nothing in the process learns of it.</summary>
    public async Task KillAsync(TimeSpan pause)
    {
        var waited = Stopwatch.StartNew();
        // A timer is too coarse: the moments that matter are microseconds apart.
        while (waited.Elapsed < pause)
            await Task.Yield();
        if (Interlocked.Increment(ref killed) == 1)
            process.Kill();
    }

    /// <summary>The end of the process, which must have been a kill.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync(TimeSpan.Zero);
        await process.WaitForExitAsync().WaitAsync(Patience);
        await reading.WaitAsync(Patience);
        string said = await errors;
        process.Dispose();
        Assert.True(said.Length == 0, $"The server complained: {said}");
    }

    private async Task ReadAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            string[] words = line.Split(' ');
            if (words[0] == "begun" && plan is { Step: null, Cycles: 0 })
                await KillAsync(plan.Pause);
            if (words[0] == "listening")
                port.SetResult(int.Parse(words[1], CultureInfo.InvariantCulture));
            if (words[0] == "stands")
            {
                Stood = words[1];
                await KillAsync(TimeSpan.Zero);
            }
        }
        Assert.True(IsOver, $"The server ended by itself: {await errors}");
    }
}
