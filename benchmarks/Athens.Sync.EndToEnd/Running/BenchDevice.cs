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
    private const int RowsPerCommit = 5_000;

    private static readonly ReplicaFilter Everything = new() { Type = PermitModel.Type, IncludesHidden = true };

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

    public static async Task<BenchDevice> OpenAsync(string kind, string file, Uri server, string user, int? batch, string[] scopes, DelegatingHandler? between = null)
    {
        HttpMessageHandler handler = new SocketsHttpHandler();
        if (between is not null)
        {
            between.InnerHandler = handler;
            handler = between;
        }
        var http = new HttpClient(handler) { BaseAddress = server };
        http.DefaultRequestHeaders.Add("user", user);
        http.DefaultRequestHeaders.Add("scopes", string.Join(',', scopes));
        var options = new SyncClientOptions { Scopes = scopes };
        return new BenchDevice(await OpenStoreAsync(kind, file), http, batch is { } most ? options with { PushBatch = most } : options);
    }

    /// <summary>Does edits as a user would, one after the other, but has them in the store with a few commits: for what is not measured.</summary>
    /// <param name="edit">The edits.</param>
    /// <param name="isNew">True when nothing that is there is edited, and need not be read.</param>
    public async Task PrepareAsync(Func<SyncSet<Permit>, Task> edit, bool isNew = false)
    {
        ArgumentNullException.ThrowIfNull(edit);
        await using var apart = new InMemoryDeviceStore();
        DeviceState state = (await Store.LoadAsync(new DeviceQuery())).State;
        await apart.CommitAsync(new DeviceCommit { State = state with { Revision = 1 }, PutReplicas = isNew ? [] : await Store.ReadReplicasAsync(Everything).ToListAsync() });
        await using SyncClient editor = NewClient(apart, new NoTransport());
        await edit(editor.Set<Permit>());
        DeviceState edited = (await apart.LoadAsync(new DeviceQuery())).State;
        Dictionary<EntityId, ReplicaEntity> replicas = await apart.ReadReplicasAsync(Everything).ToDictionaryAsync(replica => replica.Id);
        long revision = state.Revision;
        await foreach (OutboxItem[] items in apart.ReadOutboxAsync(new OutboxFilter()).Chunk(RowsPerCommit))
        {
            ReplicaEntity[] shown = [.. items.Select(item => item.Entity).Distinct().Select(id => replicas[id])];
            if (!await Store.CommitAsync(new DeviceCommit { State = edited with { Revision = ++revision }, PutReplicas = shown, PutItems = items }))
                throw new InvalidOperationException("Something else wrote to the store meanwhile.");
        }
    }

    /// <summary>Creates the permits of a scope on the device, from one number on, for a push to send.</summary>
    public async Task PrepareCreatesAsync(string scope, int first, int count)
    {
        foreach (int[] numbers in Enumerable.Range(first, count).Chunk(RowsPerCommit))
        {
            await PrepareAsync(
                async permits =>
                {
                    foreach (int number in numbers)
                        await permits.SaveAsync(PermitMaker.Make(scope, number));
                },
                isNew: true);
        }
    }

    /// <summary>Edits one field of every permit on the device, for a push to send.</summary>
    public Task PrepareEditsAsync(Action<Permit> edit) => PrepareAsync(async permits =>
    {
        await foreach (Permit permit in permits.ListAsync())
        {
            edit(permit);
            await permits.SaveAsync(permit);
        }
    });

    /// <summary>A cycle that must come to its end.</summary>
    public async Task<SyncReport> SyncAsync()
    {
        SyncReport report = await Client.SyncAsync();
        return report.Failure is { } failure ? throw failure : report;
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
