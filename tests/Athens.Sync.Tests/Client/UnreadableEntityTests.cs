using Athens.Sync.Client;
using Athens.Sync.InMemory;
using Athens.Sync.Server;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Athens.Sync.Tests.Client;

/// <summary>An older app meets what a newer one wrote.</summary>
public sealed class UnreadableEntityTests
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
    private readonly ISyncTransport network;

    public UnreadableEntityTests()
    {
        SyncModel model = ModelOf<NewerReading>();
        network = new InProcessTransport(new SyncServer(model, new InMemoryServerStore(model, new CountingIds(1)), time, new CountingIds(2)), World.Caller("ann", SyncModel.DefaultScope));
    }

    public enum Gas
    {
        Oxygen,
        Methane,
    }

    private static SyncModel ModelOf<T>()
        where T : class => typeof(T) == typeof(OlderReading)
            ? SyncModel.Create(m => m.Entity<OlderReading>("reading", e => e.Key(r => r.Id).Field(r => r.Gas)))
            : SyncModel.Create(m => m.Entity<NewerReading>("reading", e => e.Key(r => r.Id).Field(r => r.Gas)));

    private SyncClient ClientOf<T>(InMemoryDeviceStore? over = null)
        where T : class => new(ModelOf<T>(), over ?? new InMemoryDeviceStore(), network, time, new CountingIds(typeof(T) == typeof(OlderReading) ? 3 : 4));

    private async Task<SyncClient> OlderAppAsync(InMemoryDeviceStore? store = null)
    {
        SyncClient newer = ClientOf<NewerReading>();
        await newer.Set<NewerReading>().SaveAsync(new NewerReading { Id = "a", Gas = "Methane" });
        await newer.Set<NewerReading>().SaveAsync(new NewerReading { Id = "b", Gas = "Xenon" });
        Assert.Null((await newer.SyncAsync()).Failure);
        SyncClient older = ClientOf<OlderReading>(store);
        Assert.Null((await older.SyncAsync()).Failure);
        return older;
    }

    [Fact]
    public async Task List_WithAValueThatTheAppCannotHold_GivesTheOthersAndNamesThatOne()
    {
        SyncClient older = await OlderAppAsync();
        SyncSet<OlderReading> readings = older.Set<OlderReading>();
        Assert.Equal(["a"], await readings.ListAsync().Select(r => r.Id).ToListAsync());
        Assert.Equal([new UnreadableEntity(new EntityId("reading", "b"), "gas")], await readings.ListUnreadableAsync().ToListAsync());
        UnreadableEntityException refused = await Assert.ThrowsAsync<UnreadableEntityException>(() => readings.GetAsync("b"));
        Assert.Equal("gas", refused.Field);
        Assert.DoesNotContain("Xenon", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LiveList_WithAValueThatTheAppCannotHold_ShowsTheOthers()
    {
        SyncClient older = await OlderAppAsync();
        SyncSet<OlderReading> readings = older.Set<OlderReading>();
        await using IAsyncEnumerator<IReadOnlyList<OlderReading>> live = readings.WatchListAsync().GetAsyncEnumerator();
        Assert.True(await live.MoveNextAsync());
        Assert.Equal(["a"], live.Current.Select(r => r.Id));
    }

    [Fact]
    public async Task NewerApp_OverTheSameStore_ReadsItAtOnce()
    {
        await using var store = new InMemoryDeviceStore();
        await OlderAppAsync(store);
        SyncClient upgraded = ClientOf<NewerReading>(store);
        Assert.Equal("Xenon", (await upgraded.Set<NewerReading>().GetAsync("b"))!.Gas);
    }

    public sealed class NewerReading
    {
        public string Id { get; set; } = "";

        public string Gas { get; set; } = "";
    }

    public sealed class OlderReading
    {
        public string Id { get; set; } = "";

        [System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<Gas>))]
        public Gas Gas { get; set; }
    }
}
