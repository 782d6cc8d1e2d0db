using Athens.Sync.Testing;
using Athens.Sync.Tests.Worlds;
using Xunit.Abstractions;

namespace Athens.Sync.Tests.Scenarios;

/// <summary>Days at random over the tests' own model, with every fault that the simulator has.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    /// <summary>How many seeds a run tries; the variable asks for a longer run, and another one for where it begins.</summary>
    private static readonly int Seeds = int.Parse(Environment.GetEnvironmentVariable("ATHENS_SYNC_SIMULATED_DAYS") ?? "6600");

    /// <summary>How many busy days a run tries.</summary>
    private static readonly int BusySeeds = int.Parse(Environment.GetEnvironmentVariable("ATHENS_SYNC_BUSY_DAYS") ?? "13400");

    private static readonly int FirstSeed = int.Parse(Environment.GetEnvironmentVariable("ATHENS_SYNC_FIRST_DAY") ?? "1");

    /// <summary>Seeds that once failed, beyond those that every run has. Each fault has a test of its own.</summary>
    private static readonly int[] KnownSeeds = [6089, 29184, 37623, 38023, 55874, 99992, 112925, 180095, 196505, 203215, 482778];

    /// <summary>Busy days that once failed.</summary>
    private static readonly int[] KnownBusySeeds = [31903];

    private static readonly int[] Sizes = [3, 7, 30, 400];

    private readonly SyncModel model = JobModel.Create();

    [Fact]
    public async Task AnyDay_ComesToRestAndIsRight()
    {
        SimulationReport report = await Simulation.RunAsync(model, new SimulationOptions { FirstSeed = FirstSeed, Seeds = Seeds, KnownSeeds = KnownSeeds });
        output.WriteLine(report.ToString());
        if (report.Days == 1)
            return;
        Assert.Equal(Seeds + KnownSeeds.Length, report.Days);
        Assert.True(report.Applied > Seeds && report.Faults > Seeds && report.Refused > 0);
    }

    /// <summary>
    /// Days on which much is done between two looks at the network, and more fails: long outboxes, many pages, and most of a run's changes and faults. Each process
    /// draws the size of its pushes and of its pages, from a few to what an app has that set nothing.
    /// </summary>
    [Fact]
    public async Task BusyDay_ComesToRestAndIsRight()
    {
        SimulationReport report = await Simulation.RunAsync(model, new SimulationOptions
        {
            FirstSeed = FirstSeed,
            Seeds = BusySeeds,
            KnownSeeds = KnownBusySeeds,
            StepsMax = 60,
            BurstMax = 50,
            FaultsPerMille = 300,
            Client = (options, random) => options with { PushBatch = Sizes[random.Next(Sizes.Length)], PullPage = Sizes[random.Next(Sizes.Length)] },
        });
        output.WriteLine(report.ToString());
        if (report.Days == 1)
            return;
        Assert.Equal(BusySeeds + KnownBusySeeds.Length, report.Days);
        Assert.True(report.Changes > 180 * BusySeeds && report.Applied > 50 * BusySeeds && report.Faults > 80 * BusySeeds && report.Refused > BusySeeds);
    }

    [Fact]
    public async Task Client_OfEachProcess_IsSetAsItIsSaid_AndKeepsTheScopesOfTheDay()
    {
        var options = new SimulationOptions { Seeds = 3, Workers = 1 };
        int processes = 0;

        SimulationReport report = await Simulation.RunAsync(model, options with { Client = (given, _) => given with { Scopes = [$"not {processes++}"], PushBatch = 1 } });

        Assert.InRange(processes, 2 * options.Seeds, int.MaxValue);
        Assert.True(report.Applied > 0);
        Assert.NotEqual((await Simulation.RunAsync(model, options)).TraceHash, report.TraceHash);
    }

    [Fact]
    public async Task SameSeeds_GiveTheSameTrace()
    {
        var options = new SimulationOptions { Seeds = 20 };
        SimulationReport first = await Simulation.RunAsync(model, options);
        Assert.Equal(first, await Simulation.RunAsync(model, options with { Workers = 1 }));
        Assert.NotEqual(first.TraceHash, (await Simulation.RunAsync(model, options with { FirstSeed = 2 })).TraceHash);
    }

    [Theory]
    [InlineData("tr-TR", "Asia/Kathmandu")]
    [InlineData("ar-SA", "America/St_Johns")]
    public async Task SameSeeds_GiveTheSameTrace_InAnotherProcess(string culture, string timeZone)
    {
        SimulationReport here = await Simulation.RunAsync(model, new SimulationOptions { Seeds = 20 });
        Assert.Equal(here.TraceHash, await SimulationProcess.RunAsync(culture, timeZone, seeds: 20));
    }
}
