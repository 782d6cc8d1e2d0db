using System.Diagnostics;
using System.Globalization;
using Athens.Sync.Testing;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Scenarios;

/// <summary>This assembly as a process of its own, which simulates days and prints their trace.</summary>
public static class SimulationProcess
{
    /// <summary>The culture, and how many seeds.</summary>
    public static async Task<int> Main(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.GetCultureInfo(arguments[0]);
        var options = new SimulationOptions { Seeds = int.Parse(arguments[1], CultureInfo.InvariantCulture) };
        Console.WriteLine($"{CultureInfo.CurrentCulture.Name} {TimeZoneInfo.Local.Id} {(await Simulation.RunAsync(JobModel.Create(), options)).TraceHash}");
        return 0;
    }

    public static async Task<string> RunAsync(string culture, string timeZone, int seeds)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(SimulationProcess).Assembly.Location, culture, seeds.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            Environment = { ["TZ"] = timeZone },
        };
        using Process process = Process.Start(start)!;
        string[] said = (await process.StandardOutput.ReadToEndAsync()).Trim().Split(' ');
        await process.WaitForExitAsync();
        Assert.Equal((0, culture, timeZone), (process.ExitCode, said[0], said[1]));
        return said[2];
    }
}
