using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.Modeling;
using Athens.Sync.Transport;

namespace Athens.Sync.Testing.Simulating;

/// <summary>One device of a day, and what its user was promised.</summary>
internal sealed class SimulatedDevice(DaySetting day, SimulatedNetwork network, SimulatedClock clock, Func<SyncIds> ids, int number, IReadOnlyList<string> scopes)
{
    private readonly ISyncTransport transport = day.Options.Transport(network);
    private Dictionary<string, SimulatedSet> sets = [];

    public int Number => number;

    public string User => network.User;

    public SimulatedNetwork Network => network;

    public SimulatedClock Clock => clock;

    public SyncClient Client { get; private set; } = null!;

    public IDeviceStore Store { get; private set; } = null!;

    /// <summary>What the user does in another process of the app, over the same store.</summary>
    public Func<Task> Elsewhere { get; set; } = () => Task.CompletedTask;

    /// <summary>What the engine said is on the disk, and the device has not been put back behind.</summary>
    public List<SavedChange> Acknowledged { get; private set; } = [];

    /// <summary>What <see cref="Acknowledged"/> was at the last backup.</summary>
    public List<SavedChange> AcknowledgedAtBackup { get; set; } = [];

    /// <summary>What the user wrote and must be shown, in order.</summary>
    public List<Promise> Promises { get; } = [];

    /// <summary>How often the device was started from a store that is not the continuation of what it had.</summary>
    public int Lives { get; private set; } = 1;

    public SimulatedSet Set(string type)
    {
        if (!sets.TryGetValue(type, out SimulatedSet? set))
            sets[type] = set = SimulatedSet.Of(Client, day.Model.Entity(type));
        return set;
    }

    /// <summary>Starts the app's process from what its store holds.</summary>
    public async Task StartAsync()
    {
        IDeviceStore store = await day.Stores.OpenDeviceAsync(number).ConfigureAwait(false);
        (Store, Client, sets) = Process(store, () => ElsewhereAsync(store));
    }

    /// <summary>The device's store is that of another moment, or of another device: it has promised what was promised then.</summary>
    public async Task StartOverAsync(IEnumerable<SavedChange> acknowledged)
    {
        Acknowledged = [.. acknowledged];
        Lives++;
        Promises.Clear();
        Network.BeginLife();
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
            Promises.Clear();
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

    private (IDeviceStore Store, SyncClient Client, Dictionary<string, SimulatedSet> Sets) Process(IDeviceStore opened, Func<Task> meanwhile)
    {
        var store = new CrashingDeviceStore(opened, day.Faults, day.Budget, meanwhile);
        SyncClientOptions options = day.Options.Client(new SyncClientOptions { PushBatch = 7, PullPage = 5, SyncedRetention = TimeSpan.FromDays(36_500) }, day.Random) with { Scopes = [.. scopes] };
        var client = new SyncClient(day.Model, store, transport, clock, ids(), options);
        return (store, client, new Dictionary<string, SimulatedSet>(StringComparer.Ordinal));
    }

    /// <summary>The user does something in another process: it opens the store, and ends. A stop there is none of this one.</summary>
    private async Task ElsewhereAsync(IDeviceStore store)
    {
        (IDeviceStore, SyncClient, Dictionary<string, SimulatedSet>) here = (Store, Client, sets);
        try
        {
            (Store, Client, sets) = Process(store, () => Task.CompletedTask);
            await Elsewhere().ConfigureAwait(false);
        }
        catch (SimulatedCrashException)
        {
            Promises.Clear();
        }
        catch (ChangeRefusedException)
        {
        }
        finally
        {
            (Store, Client, sets) = here;
        }
    }
}
