using Athens.Sync;
using Athens.Sync.Device;
using Athens.Sync.Http;
using Athens.Sync.LiteDb;

namespace Athens.Ptw.Host.Demo;

/// <summary>One device: the engine over a LiteDB file, and a link to the server that the story can cut.</summary>
internal sealed class DemoDevice : IAsyncDisposable
{
    private readonly HttpClient http;

    private DemoDevice(string name, HttpClient http, DemoLink link, LiteDbDeviceStore store, SyncClient engine)
    {
        Name = name;
        this.http = http;
        Link = link;
        Store = store;
        Engine = engine;
    }

    public string Name { get; }

    public DemoLink Link { get; }

    public IDeviceStore Store { get; }

    public SyncClient Engine { get; }

    public int Merged { get; private set; }

    public int Conflicts { get; private set; }

    public static async Task<DemoDevice> OpenAsync(DemoServer server, string name, string username, string file, TimeProvider clock)
    {
        var link = new DemoLink();
        HttpClient http = await server.SignInAsync(username, link, "/sync/");
        LiteDbDeviceStore store = await LiteDbDeviceStore.OpenAsync(file);
        var engine = new SyncClient(PtwModel.Instance, store, new HttpSyncTransport(http, clock), clock, SyncIds.System(clock));
        return new DemoDevice(name, http, link, store, engine);
    }

    public SyncSet<T> Set<T>()
        where T : class => Engine.Set<T>();

    public async Task<SyncReport> SyncAsync()
    {
        SyncReport report = await Engine.SyncAsync();
        Merged += report.Merged;
        Conflicts += report.Conflicts;
        return report;
    }

    /// <summary>Reads an entity, lets a person edit it, and saves it. Needs no network.</summary>
    public async Task EditAsync<T>(string key, Action<T> edit)
        where T : class
    {
        T item = await Set<T>().GetAsync(key) ?? throw new InvalidOperationException($"{Name} does not have {typeof(T).Name} {key}.");
        edit(item);
        await Set<T>().SaveAsync(item);
    }

    public async Task<int> WaitingAsync() => (await Engine.GetStatusAsync()).Changes.Waiting;

    /// <summary>Changes that wait to be sent, for a verdict, or for a person.</summary>
    public async Task<int> UnsettledAsync()
    {
        OutboxCounts changes = (await Engine.GetStatusAsync()).Changes;
        return changes.Waiting + changes.Conflict + changes.Failed;
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        http.Dispose();
    }
}
