using System.Text.Json;
using Athens.Sync.Client;
using Athens.Sync.InMemory;
using Athens.Sync.Server;
using Athens.Sync.Wire;
using Microsoft.Extensions.Time.Testing;

namespace Athens.Sync.Tests.Worlds;

/// <summary>One server and its devices, in one process, with a clock and ids that a test controls.</summary>
public sealed class World
{
    private int devices;

    public World(IServiceProvider? services = null, int epoch = 0xffff)
    {
        Store = new InMemoryServerStore(Model, new CountingIds(epoch), services);
        Server = new SyncServer(Model, Store, Time, new CountingIds(0xfffe));
    }

    public SyncModel Model { get; } = JobModel.Create();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    public InMemoryServerStore Store { get; }

    public SyncServer Server { get; }

    public static SyncCaller Caller(string user, params string[] scopes) => new() { User = user, Scopes = scopes.Length > 0 ? scopes : ["north"] };

    public WorldDevice Device(string? user = null, params string[] scopes)
    {
        int number = ++devices;
        return new WorldDevice(this, Caller(user ?? $"user-{number}", scopes), number);
    }

    /// <summary>A device with options of its own, or over a store that another one left.</summary>
    public WorldDevice DeviceWith(string user, SyncClientOptions? options = null, InMemoryDeviceStore? store = null)
    {
        int number = ++devices;
        return new WorldDevice(this, Caller(user), number, options, store);
    }

    /// <summary>A device that talks to another server than this world's, such as one that was restored.</summary>
    public WorldDevice DeviceOn(SyncServer server, string user, InMemoryDeviceStore store) => new(this, Caller(user), ++devices, null, store, server);

    public Task<PushResponse> PushAsync(SyncCaller caller, params Change[] changes) =>
        Server.PushAsync(new PushRequest { DeviceId = "d", Changes = changes }, caller);

    /// <summary>Everything that the server would give a new device, by entity.</summary>
    public async Task<IReadOnlyDictionary<EntityId, PulledEntity>> ServerStateAsync(string scope = "north")
    {
        var all = new Dictionary<EntityId, PulledEntity>();
        string? checkpoint = null;
        bool more = true;
        while (more)
        {
            PullResponse page = await Server.PullAsync(new PullRequest { Scope = scope, Checkpoint = checkpoint, Limit = 7 }, Caller("reader", scope));
            foreach (PulledEntity entity in page.Changes)
                all[new EntityId(entity.Entity, entity.ServerId)] = entity;
            (checkpoint, more) = (page.Checkpoint, page.HasMore);
        }
        return all;
    }

    public static JsonElement J(string json) => JsonElement.Parse(json);

    public static FieldValues F(string json) => FieldValues.Parse(json);
}
