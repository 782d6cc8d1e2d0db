using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.EndToEnd.Permits;
using Athens.Sync.EntityFrameworkCore.Device;
using Athens.Sync.Http;
using Athens.Sync.InMemory;
using Athens.Sync.LiteDb;
using Athens.Sync.Transport;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EndToEnd.Running;

/// <summary>One device: the engine over a store, with the server at the other end.</summary>
public sealed class BenchDevice : IAsyncDisposable
{
    private readonly HttpClient http;
    private readonly SyncClientOptions options;

    private BenchDevice(IDeviceStore store, HttpClient http, SyncClientOptions options)
    {
        this.http = http;
        this.options = options;
        Store = store;
        Client = NewClient(store, new HttpSyncTransport(http, TimeProvider.System));
    }

    public IDeviceStore Store { get; }

    public SyncClient Client { get; }

    public static async Task<BenchDevice> OpenAsync(string kind, string file, Uri server, string user, int? batch, string[] scopes)
    {
        var http = new HttpClient { BaseAddress = server };
        http.DefaultRequestHeaders.Add("user", user);
        http.DefaultRequestHeaders.Add("scopes", string.Join(',', scopes));
        var options = new SyncClientOptions { Scopes = scopes };
        return new BenchDevice(await OpenStoreAsync(kind, file), http, batch is { } most ? options with { PushBatch = most } : options);
    }

    /// <summary>Does edits as a user would, one after the other, but has them in the store with one commit: for what is not measured.</summary>
    public async Task PrepareAsync(Func<SyncSet<Permit>, Task> edit)
    {
        ArgumentNullException.ThrowIfNull(edit);
        await using var apart = new InMemoryDeviceStore();
        DeviceState state = (await Store.LoadAsync(new DeviceQuery())).State;
        List<ReplicaEntity> replicas = await Store.ReadReplicasAsync(new ReplicaFilter { Type = PermitModel.Type, IncludesHidden = true }).ToListAsync();
        await apart.CommitAsync(new DeviceCommit { State = state with { Revision = 1 }, PutReplicas = replicas });
        await using SyncClient editor = NewClient(apart, new NoTransport());
        await edit(editor.Set<Permit>());
        DeviceState edited = (await apart.LoadAsync(new DeviceQuery())).State;
        List<OutboxItem> items = await apart.ReadOutboxAsync(new OutboxFilter()).ToListAsync();
        HashSet<EntityId> touched = [.. items.Select(item => item.Entity)];
        List<ReplicaEntity> after = await apart.ReadReplicasAsync(new ReplicaFilter { Type = PermitModel.Type, IncludesHidden = true }).Where(replica => touched.Contains(replica.Id)).ToListAsync();
        if (!await Store.CommitAsync(new DeviceCommit { State = edited with { Revision = state.Revision + 1 }, PutReplicas = after, PutItems = items }))
            throw new InvalidOperationException("Something else wrote to the store meanwhile.");
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        http.Dispose();
    }

    private SyncClient NewClient(IDeviceStore store, ISyncTransport transport) =>
        new(PermitModel.Sync, store, transport, TimeProvider.System, SyncIds.System(TimeProvider.System), options);

    private static async Task<IDeviceStore> OpenStoreAsync(string kind, string file) => kind switch
    {
        "memory" => new InMemoryDeviceStore(),
        "litedb" => await LiteDbDeviceStore.OpenAsync(file),
        "sqlite" => await EfDeviceStore.OpenAsync(options => options.UseSqlite($"Data Source={file}")),
        _ => throw new ArgumentException($"There is no device store '{kind}'."),
    };
}
