using Athens.Sync.Testing;

namespace Athens.Sync.Tests.Scenarios.Planted;

/// <summary>A bug to be found.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Budget">Within how many days it must be found.</param>
/// <param name="FoundBy">What the checks say that may find it, with a bar between them.</param>
/// <param name="Plant">The bug of a day; its chance is the day's.</param>
internal sealed record PlantedBug(string Name, int Budget, string FoundBy, Func<Random, Bug> Plant)
{
    /// <summary>How many devices a day has.</summary>
    public int Devices { get; init; } = 3;

    public SimulationOptions Options()
    {
        var bug = new Bug();
        return new SimulationOptions
        {
            Devices = Devices,
            Workers = 1,
            Stores = (model, seed) =>
            {
                bug = Plant(new Random(seed));
                return new PlantedStores(new InMemorySimulationStores(model, seed), bug);
            },
            Transport = network => new PlantedTransport(network, () => bug),
        };
    }
}
