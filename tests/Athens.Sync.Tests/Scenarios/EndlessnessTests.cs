using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.InMemory;
using Athens.Sync.Testing;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Transport;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Scenarios;

/// <summary>Whatever a server answers and a store gives, a cycle and a save end.</summary>
public sealed class EndlessnessTests
{
    private readonly World world = new();

    private SyncClient ClientOver(IDeviceStore store, ISyncTransport? transport = null, int requestsMax = 10_000) =>
        new(world.Model, store, transport ?? new InProcessTransport(world.Server, World.Caller("ann")), world.Time, new CountingIds(1), new SyncClientOptions { Scopes = ["north"], RequestsMax = requestsMax });

    [Fact]
    public async Task ServerThatTriesNothing_IsAskedOnceACycle()
    {
        var server = new Server(new InProcessTransport(world.Server, World.Caller("ann")))
        {
            Pushed = request => PushResponse.Of([.. request.Changes.Select(c => new ConflictedChange { Entity = c.Entity, OfflineId = c.OfflineId, ServerId = c.ServerId, Reason = ConflictReason.PredecessorUnresolved, Fields = new Dictionary<string, FieldConflict>() })], "e"),
        };
        SyncClient client = ClientOver(new InMemoryDeviceStore(), server);
        await client.Set<Job>().SaveAsync(new Job { SiteId = "north", Title = "one" });
        await client.SyncAsync();
        await client.SyncAsync();
        Assert.Equal(2, server.Pushes);
        Assert.Equal(1, (await client.GetStatusAsync()).Changes.Waiting);
    }

    [Fact]
    public async Task ServerThatHasMoreToTellForEver_EndsThePull_AndTheNextGoesOn()
    {
        var server = new Server(new InProcessTransport(world.Server, World.Caller("ann"))) { Endless = true };
        SyncClient client = ClientOver(new InMemoryDeviceStore(), server, requestsMax: 50);
        Assert.Equal(TransportFailure.Unavailable, Assert.IsType<SyncTransportException>((await client.SyncAsync()).Failure).Failure);
        int asked = server.Pulls;
        Assert.NotNull((await client.SyncAsync()).Failure);
        Assert.Equal((asked + 50, $"c{server.Pulls - 1}"), (server.Pulls, server.Last));
    }

    [Fact]
    public async Task StoreThatRefusesEveryCommit_FailsTheSave()
    {
        SyncClient client = ClientOver(new Store { Refuses = true });
        StoreException failure = await Assert.ThrowsAsync<StoreException>(() => client.Set<Job>().SaveAsync(new Job { SiteId = "north" }));
        Assert.Equal(StoreFailure.Busy, failure.Failure);
    }

    [Fact]
    public async Task StoreThatNamesWhatItDoesNotGive_FailsTheCycle()
    {
        var store = new Store();
        var network = new FaultyTransport(new InProcessTransport(world.Server, World.Caller("ann")));
        SyncClient client = ClientOver(store, network);
        await client.Set<Job>().SaveAsync(new Job { SiteId = "north" });
        network.NextPush(TransportFault.AnswerLost);
        await client.SyncAsync();
        store.Hides = true;
        StoreException failure = await Assert.ThrowsAsync<StoreException>(() => client.SyncAsync());
        Assert.Equal(StoreFailure.Corrupt, failure.Failure);
        store.Hides = false;
        Assert.Equal(1, (await client.SyncAsync()).Applied);
    }

    private sealed class Server(ISyncTransport inner) : ISyncTransport
    {
        public Func<PushRequest, PushResponse>? Pushed { get; init; }

        public bool Endless { get; init; }

        public int Pushes { get; private set; }

        public int Pulls { get; private set; }

        public string? Last { get; private set; }

        public Task<PushResponse> PushAsync(PushRequest request, CancellationToken cancellationToken = default)
        {
            Pushes++;
            return Pushed is null ? inner.PushAsync(request, cancellationToken) : Task.FromResult(Pushed(request));
        }

        public Task<PullResponse> PullAsync(PullRequest request, CancellationToken cancellationToken = default)
        {
            Last = request.Checkpoint;
            return Endless
                ? Task.FromResult(new PullResponse { Scope = "north", Epoch = "e", Changes = [], Checkpoint = $"c{++Pulls}", HasMore = true })
                : inner.PullAsync(request, cancellationToken);
        }
    }

    /// <summary>A store that does not do what it promises.</summary>
    private sealed class Store : IDeviceStore
    {
        private readonly InMemoryDeviceStore inner = new();

        public bool Refuses { get; init; }

        public bool Hides { get; set; }

        public async Task<DeviceView> LoadAsync(DeviceQuery query, CancellationToken cancellationToken = default)
        {
            DeviceView view = await inner.LoadAsync(query, cancellationToken);
            return Hides ? view with { Items = [] } : view;
        }

        public Task<bool> CommitAsync(DeviceCommit commit, CancellationToken cancellationToken = default) =>
            Refuses ? Task.FromResult(false) : inner.CommitAsync(commit, cancellationToken);

        public IAsyncEnumerable<ReplicaEntity> ReadReplicasAsync(ReplicaFilter filter, CancellationToken cancellationToken = default) => inner.ReadReplicasAsync(filter, cancellationToken);

        public IAsyncEnumerable<OutboxItem> ReadOutboxAsync(OutboxFilter filter, CancellationToken cancellationToken = default) => inner.ReadOutboxAsync(filter, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
