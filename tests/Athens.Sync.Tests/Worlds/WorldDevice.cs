using Athens.Sync.Client;
using Athens.Sync.InMemory;
using Athens.Sync.Server;
using Athens.Sync.Testing;
using Athens.Sync.Transport;

namespace Athens.Sync.Tests.Worlds;

/// <summary>One device of a world.</summary>
public sealed class WorldDevice
{
    public WorldDevice(World world, SyncCaller caller, int number, SyncClientOptions? options = null, InMemoryDeviceStore? store = null, SyncServer? server = null)
    {
        Store = store ?? new InMemoryDeviceStore();
        Network = new FaultyTransport(new InProcessTransport(server ?? world.Server, caller));
        Client = new SyncClient(world.Model, Store, Network, world.Time, new CountingIds(number), options);
        Jobs = Client.Set<Job>();
        Photos = Client.Set<Photo>();
        Tickets = Client.Set<Ticket>();
        Replies = Client.Set<Reply>();
        Errands = Client.Set<Errand>();
    }

    public InMemoryDeviceStore Store { get; }

    public FaultyTransport Network { get; }

    public SyncClient Client { get; }

    public SyncSet<Job> Jobs { get; }

    public SyncSet<Photo> Photos { get; }

    public SyncSet<Ticket> Tickets { get; }

    public SyncSet<Reply> Replies { get; }

    public SyncSet<Errand> Errands { get; }

    public async Task<SyncReport> SyncAsync()
    {
        SyncReport report = await Client.SyncAsync();
        Assert.Null(report.Failure);
        return report;
    }

    public async Task<Job> EditAsync(string id, Action<Job> edit)
    {
        Job job = await Jobs.GetAsync(id) ?? throw new InvalidOperationException($"The device has no job {id}.");
        edit(job);
        await Jobs.SaveAsync(job);
        return job;
    }

    public async Task<Job> GetAsync(string id) => await Jobs.GetAsync(id) ?? throw new InvalidOperationException($"The device has no job {id}.");

    public async Task<List<SyncConflict>> ConflictsAsync() => await Client.Conflicts.ListAsync().ToListAsync();
}
