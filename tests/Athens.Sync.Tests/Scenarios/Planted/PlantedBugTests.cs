using Athens.Sync.Testing;
using Athens.Sync.Tests.Worlds;
using Xunit.Abstractions;

namespace Athens.Sync.Tests.Scenarios.Planted;

/// <summary>A simulator that finds nothing proves nothing: each of these bugs it must find, by what it checks and within its days.</summary>
public sealed class PlantedBugTests(ITestOutputHelper output)
{
    /// <summary>With the variable, a bug is looked for this often, one find after another, to measure how many days a find takes.</summary>
    private static readonly int Finds = int.Parse(Environment.GetEnvironmentVariable("ATHENS_SYNC_PLANTED_FINDS") ?? "1");

    private static readonly Dictionary<string, PlantedBug> Bugs = DeviceBugs.All.Concat(ServerBugs.All).Concat(NetworkBugs.All).ToDictionary(bug => bug.Name);

    private readonly SyncModel model = JobModel.Create();

    public static TheoryData<string> Names => [.. Bugs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task PlantedBug_IsFoundWithinItsDays(string name)
    {
        PlantedBug bug = Bugs[name];
        int first = 1;
        var said = new List<string>();
        for (int find = 0; find < Finds; find++)
        {
            SimulationFailedException found = await Assert.ThrowsAsync<SimulationFailedException>(() => Simulation.RunAsync(model, bug.Options() with { FirstSeed = first, Seeds = bug.Budget }));
            said.Add(found.InnerException!.Message);
            Assert.Equal("CheckFailedException", found.InnerException.GetType().Name);
            first = found.Seed + 1;
        }
        output.WriteLine($"{name}: {(first - 1.0) / Finds:0.0} days a find\n{string.Join('\n', said)}");
        Assert.Contains(said, message => bug.FoundBy.Split('|').Any(check => message.Contains(check, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task NoBug_IsNotFound()
    {
        SimulationReport report = await Simulation.RunAsync(model, new PlantedBug("none", 0, "", _ => new Bug()).Options() with { Seeds = 200 });
        Assert.Equal(report, await Simulation.RunAsync(model, new SimulationOptions { Seeds = 200 }));
    }
}
