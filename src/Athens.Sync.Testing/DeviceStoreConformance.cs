using System.Text.Json;
using Athens.Sync.Device;
using Xunit;

namespace Athens.Sync.Testing;

/// <summary>
/// What every <see cref="IDeviceStore"/> promises, one test for each promise. An adapter's tests derive this class once
/// for each store; <see cref="StoreCompliance"/> finds the stores for which nobody did.
/// </summary>
/// <remarks>One instance serves one test, and opens one storage: what the derived class keeps in fields is that test's alone.</remarks>
/// <typeparam name="TStore">The store that is tested.</typeparam>
public abstract partial class DeviceStoreConformance<TStore> where TStore : IDeviceStore
{
    /// <summary>Opens a store over a new, empty storage.</summary>
    protected abstract Task<TStore> CreateAsync();

    /// <summary>Closes a store, and opens its storage again as a new start of the app would.</summary>
    protected abstract Task<TStore> ReopenAsync(TStore store);

    /// <summary>Commits at the next revision and fails the test if the store refuses.</summary>
    protected static async Task CommitAsync(IDeviceStore store, DeviceCommit commit)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(commit);
        DeviceView view = await store.LoadAsync(new DeviceQuery());
        bool taken = await store.CommitAsync(commit with { State = commit.State with { Revision = view.State.Revision + 1 } });
        Assert.True(taken, "The store refused the next revision.");
    }

    private static DeviceCommit Put(params OutboxItem[] items) => new() { State = DeviceRecords.State(0), PutItems = items };

    private static DeviceCommit Put(params ReplicaEntity[] replicas) => new() { State = DeviceRecords.State(0), PutReplicas = replicas };

    private static EntityId Id(string key, string type = DeviceRecords.Type) => new(type, key);

    private static async Task<IEnumerable<long>> PositionsAsync(IDeviceStore store, DeviceQuery query) =>
        (await store.LoadAsync(query)).Items.Select(item => item.Position);

    private static async Task<IEnumerable<long>> OutboxAsync(IDeviceStore store, OutboxFilter? filter = null) =>
        (await store.ReadOutboxAsync(filter ?? new OutboxFilter()).ToListAsync()).Select(item => item.Position);

    private static async Task<IEnumerable<string>> KeysAsync(IDeviceStore store, string type = DeviceRecords.Type) =>
        (await store.ReadReplicasAsync(new ReplicaFilter { Type = type }).ToListAsync()).Select(replica => replica.Key);

    private static string Text(OutboxItem item) => JsonSerializer.Serialize(item, DeviceJson.Instance.OutboxItem);

    private static string Text(ReplicaEntity replica) => JsonSerializer.Serialize(replica, DeviceJson.Instance.ReplicaEntity);

    private static string Text(DeviceState state) => JsonSerializer.Serialize(state, DeviceJson.Instance.DeviceState);
}
