using Athens.Sync.Modeling;
using Athens.Sync.Server;

namespace Athens.Sync.Testing.Simulating;

/// <summary>Notes what a transaction records, for whoever must know it once it is committed.</summary>
internal sealed class RecordingTransaction(IServerTransaction inner) : IServerTransaction
{
    public List<IdempotencyRecord> Records { get; } = [];

    public IServiceProvider Services => inner.Services;

    public Task<DeviceMark?> ReadMarkAsync(DeviceKey device, CancellationToken cancellationToken = default) => inner.ReadMarkAsync(device, cancellationToken);

    public void Mark(DeviceMark mark) => inner.Mark(mark);

    public Task<IReadOnlyDictionary<IdempotencyKey, IdempotencyRecord>> ClaimAsync(IReadOnlyCollection<IdempotencyKey> keys, CancellationToken cancellationToken = default) => inner.ClaimAsync(keys, cancellationToken);

    public Task<IReadOnlyList<ValueLease>> LockLeasesAsync(IReadOnlyCollection<DeviceKey> devices, CancellationToken cancellationToken = default) => inner.LockLeasesAsync(devices, cancellationToken);

    public void Keep(ValueLease lease) => inner.Keep(lease);

    public Task<long> AllocateAsync(string tenant, string series, long first, int count, CancellationToken cancellationToken = default) => inner.AllocateAsync(tenant, series, first, count, cancellationToken);

    public Task<IReadOnlyDictionary<EntityId, ServerEntity>> LockAsync(IReadOnlyCollection<EntityId> ids, CancellationToken cancellationToken = default) => inner.LockAsync(ids, cancellationToken);

    public Task<IReadOnlyList<string>> TakeKeysAsync(EntityModel entity, int count, CancellationToken cancellationToken = default) => inner.TakeKeysAsync(entity, count, cancellationToken);

    public void Stage(ServerEntity entity) => inner.Stage(entity);

    public void Record(IdempotencyRecord record)
    {
        Records.Add(record);
        inner.Record(record);
    }

    public async Task<bool> TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken = default)
    {
        int before = Records.Count;
        bool stands = await inner.TryAsync(work, cancellationToken).ConfigureAwait(false);
        if (!stands)
            Records.RemoveRange(before, Records.Count - before);
        return stands;
    }

    public Task SaveAsync(CancellationToken cancellationToken = default) => inner.SaveAsync(cancellationToken);
}
