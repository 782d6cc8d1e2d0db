using Athens.Sync.Device;
using Athens.Sync.InMemory;
using Athens.Sync.Server;
using Athens.Sync.Testing.Simulating;

namespace Athens.Sync.Testing;

/// <summary>The stores of a day in memory: what was committed outlives a store that was closed.</summary>
public sealed class InMemorySimulationStores : ISimulationStores
{
    private readonly SimulatedIds ids;
    private InMemoryServerStore server;
    private InMemoryServerStore? serverCopy;
    private readonly Dictionary<int, InMemoryDeviceStore> devices = [];
    private readonly Dictionary<int, InMemoryDeviceStore> copies = [];

    /// <summary>Makes empty stores.</summary>
    /// <param name="model">The app's entity types.</param>
    /// <param name="seed">The day's seed.</param>
    /// <param name="services">Where the server's rules are resolved; null for none.</param>
    public InMemorySimulationStores(SyncModel model, int seed, IServiceProvider? services = null)
    {
        ids = new SimulatedIds(new Random(seed));
        server = new InMemoryServerStore(model, ids, services);
    }

    /// <inheritdoc />
    public Task<IServerStore> OpenServerAsync() => Task.FromResult<IServerStore>(server);

    /// <inheritdoc />
    public Task<IDeviceStore> OpenDeviceAsync(int device)
    {
        InMemoryDeviceStore store = devices.TryGetValue(device, out InMemoryDeviceStore? open) ? open.Reopen() : new InMemoryDeviceStore();
        devices[device] = store;
        return Task.FromResult<IDeviceStore>(store);
    }

    /// <inheritdoc />
    public Task<bool> BackUpAsync(int device)
    {
        if (!devices.TryGetValue(device, out InMemoryDeviceStore? store))
            return Task.FromResult(false);
        copies[device] = store.Copy();
        return Task.FromResult(true);
    }

    /// <inheritdoc />
    public Task<bool> RestoreAsync(int backupOf, int onto)
    {
        if (!copies.TryGetValue(backupOf, out InMemoryDeviceStore? copy))
            return Task.FromResult(false);
        devices[onto] = copy.Copy();
        return Task.FromResult(true);
    }

    /// <inheritdoc />
    public Task<bool> BackUpServerAsync()
    {
        serverCopy?.Dispose();
        serverCopy = server.Copy(ids);
        return Task.FromResult(true);
    }

    /// <inheritdoc />
    public Task<bool> RestoreServerAsync()
    {
        if (serverCopy is null)
            return Task.FromResult(false);
        server.Dispose();
        server = serverCopy.Copy(ids);
        return Task.FromResult(true);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        server.Dispose();
        serverCopy?.Dispose();
        return ValueTask.CompletedTask;
    }
}
