using System.Text.Json;
using Athens.Sync.Client;
using Athens.Sync.Modeling;
using Athens.Sync.Server;
using Athens.Sync.Testing.Simulating;
using Athens.Sync.Transport;

namespace Athens.Sync.Testing;

/// <summary>How many days a simulation runs, and of what kind.</summary>
public sealed record SimulationOptions
{
    /// <summary>The seed of the first day; each next day has the next.</summary>
    public int FirstSeed { get; init; } = 1;

    /// <summary>How many days.</summary>
    public int Seeds { get; init; } = 1000;

    /// <summary>Seeds that once failed; they run first.</summary>
    public IReadOnlyList<int> KnownSeeds { get; init; } = [];

    /// <summary>How many devices there are; two and two belong to one user.</summary>
    public int Devices { get; init; } = 3;

    /// <summary>The most steps of a day, before it is healed.</summary>
    public int StepsMax { get; init; } = 120;

    /// <summary>How much a user does at once, at most.</summary>
    public int BurstMax { get; init; } = 7;

    /// <summary>The scopes that every device reads and writes, where the model has a scope field.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = ["site"];

    /// <summary>
    /// Who a user is to the server, by his number and the scopes that he may see: for an app whose rules ask for claims. Two numbers are two
    /// users.
    /// </summary>
    public Func<int, IReadOnlyList<string>, SyncCaller> Caller { get; init; } = (user, scopes) => new SyncCaller { User = $"user-{user}", Scopes = scopes };

    /// <summary>
    /// How a device's client is set, each time its process starts; given the simulator's own settings, which are small pushes and pages, and the only source that chance
    /// is to be taken from. Its scopes stay those of the day.
    /// </summary>
    public Func<SyncClientOptions, Random, SyncClientOptions> Client { get; init; } = (options, _) => options;

    /// <summary>True where the app's rules may refuse a change for what it says; without them, a device that is alone must never be refused.</summary>
    public bool HasRules { get; init; }

    /// <summary>
    /// How many days run at a time; as many as there are processors, unless said otherwise. With more than one, what is given here
    /// is called by several threads.
    /// </summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Which faults may be made; a day has some of them, chosen by its seed.</summary>
    public SimulatedFaults Faults { get; init; } = SimulatedFaults.All;

    /// <summary>How often one of a day's kinds of fault happens, at most, of a thousand times that it could. A quarter of the kinds happen so often, a quarter a fifth as often, the others not.</summary>
    public int FaultsPerMille { get; init; } = 150;

    /// <summary>
    /// A new value for a field, where rules of the app narrow what it may be; null leaves it to the simulator. Chance is to be taken from
    /// the given source only.
    /// </summary>
    public Func<FieldModel, Random, JsonElement?> Value { get; init; } = (_, _) => null;

    /// <summary>The stores of a day. In memory, unless said otherwise; another adapter, or a wrapped one, is tested by giving it here.</summary>
    public Func<SyncModel, int, ISimulationStores> Stores { get; init; } = (model, seed) => new InMemorySimulationStores(model, seed);

    /// <summary>What lies between a device's engine and its network; nothing, unless said otherwise.</summary>
    public Func<ISyncTransport, ISyncTransport> Transport { get; init; } = transport => transport;
}
