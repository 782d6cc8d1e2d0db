using Athens.Sync.Tests.Merging.Laws;
using Athens.Sync.Tests.Scenarios;

namespace Athens.Sync.Tests;

/// <summary>What this assembly does where it is not run for its tests: it says what its merges come to or, with arguments, simulates days.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments.Length > 0)
            return await SimulationProcess.Main(arguments);
        Console.WriteLine(DeterminismTests.Say());
        return 0;
    }
}
