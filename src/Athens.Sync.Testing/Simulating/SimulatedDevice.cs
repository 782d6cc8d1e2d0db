using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.Modeling;
using Athens.Sync.Transport;

namespace Athens.Sync.Testing.Simulating;

/// <summary>One device of a day, and what its user was promised.</summary>
internal sealed class SimulatedDevice(SyncModel model, SimulationOptions options, ISimulationStores stores, SimulatedNetwork network, SimulatedClock clock, FaultPlan faults, Func<SyncIds> ids, int number, IReadOnlyList<string> scopes)
{
    private readonly ISyncTransport transport = options.Transport(network);
    private Dictionary<string, SimulatedSet> sets = [];

    public int Number => number;

    public SimulatedNetwork Network => network;

    public SimulatedClock Clock => clock;

    public SyncClient Client { get; private set; } = null!;

    public IDeviceStore Store { get; private set; } = null!;

    /// <summary>What the engine said is on the disk, and the device has not been put back behind.</summary>
    public List<SavedChange> Acknowledged { get; private set; } = [];

    /// <summary>What <see cref="Acknowledged"/> was at the last backup.</summary>
    public List<SavedChange> AcknowledgedAtBackup { get; set; } = [];

    /// <summary>How often the device was started from a store that is not the continuation of what it had.</summary>
    public int Lives { get; private set; } = 1;

    public SimulatedSet Set(string type) => sets[type];

    /// <summary>Starts the app's process from what its store holds.</summary>
    public async Task StartAsync()
    {
        Store = new CrashingDeviceStore(await stores.OpenDeviceAsync(number).ConfigureAwait(false), faults);
        Client = new SyncClient(model, Store, transport, clock, ids(), new SyncClientOptions { Scopes = [.. scopes], PushBatch = 7, PullPage = 5, SyncedRetention = TimeSpan.FromDays(36_500) });
        sets = model.Entities.ToDictionary(e => e.Type, e => SimulatedSet.Of(Client, e), StringComparer.Ordinal);
    }

    /// <summary>The device's store is that of another moment, or of another device: it has promised what was promised then.</summary>
    public async Task StartOverAsync(IEnumerable<SavedChange> acknowledged)
    {
        Acknowledged = [.. acknowledged];
        Lives++;
        Network.Asked.Clear();
        Network.Given.Clear();
        Network.SentIds.Clear();
        await StartAsync().ConfigureAwait(false);
    }

    /// <summary>Runs one cycle; a process that stops in it is started again.</summary>
    public async Task<SyncReport?> SyncAsync()
    {
        try
        {
            return await Client.SyncAsync().ConfigureAwait(false);
        }
        catch (SimulatedCrashException)
        {
            await StartAsync().ConfigureAwait(false);
            return null;
        }
    }

    /// <summary>Does something on the device; a process that stops in it is started again, and nothing was promised.</summary>
    public async Task DoAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (SimulatedCrashException)
        {
            await StartAsync().ConfigureAwait(false);
        }
        catch (ChangeRefusedException)
        {
            // The edit was one that the server would refuse: nothing was written, and the user was told.
        }
    }

    public async Task<IReadOnlyList<SyncConflict>> OpenConflictsAsync() =>
    [
        .. await Client.Conflicts.ListAsync().ToListAsync().ConfigureAwait(false),
        .. await Client.Conflicts.ListRejectedAsync().ToListAsync().ConfigureAwait(false),
    ];
}
