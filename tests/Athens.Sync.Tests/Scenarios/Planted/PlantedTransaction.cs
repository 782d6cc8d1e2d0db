using Athens.Sync.Modeling;
using Athens.Sync.Server;

namespace Athens.Sync.Tests.Scenarios.Planted;

internal sealed class PlantedTransaction(IServerTransaction inner, Bug bug) : IServerTransaction
{
    public IServiceProvider Services => inner.Services;

    public Task<DeviceMark?> ReadMarkAsync(DeviceKey device, CancellationToken cancellationToken = default) => inner.ReadMarkAsync(device, cancellationToken);

    public void Mark(DeviceMark mark) => inner.Mark(bug.Mark(mark));

    public async Task<IReadOnlyDictionary<IdempotencyKey, IdempotencyRecord>> ClaimAsync(IReadOnlyCollection<IdempotencyKey> keys, CancellationToken cancellationToken = default) =>
        bug.Claim(keys, await inner.ClaimAsync(keys, cancellationToken));

    public async Task<IReadOnlyDictionary<EntityId, ServerEntity>> LockAsync(IReadOnlyCollection<EntityId> ids, CancellationToken cancellationToken = default) =>
        (await inner.LockAsync(ids, cancellationToken)).ToDictionary(pair => pair.Key, pair => bug.Lock(pair.Value));

    public Task<IReadOnlyList<string>> TakeKeysAsync(EntityModel entity, int count, CancellationToken cancellationToken = default) => inner.TakeKeysAsync(entity, count, cancellationToken);

    public void Stage(ServerEntity entity)
    {
        if (bug.Stage(entity) is { } staged)
            inner.Stage(staged);
    }

    public void Record(IdempotencyRecord record)
    {
        if (bug.Record(record) is { } recorded)
            inner.Record(recorded);
    }

    public Task<bool> TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken = default) => inner.TryAsync(work, cancellationToken);

    public Task SaveAsync(CancellationToken cancellationToken = default) => inner.SaveAsync(cancellationToken);

    public Task<IReadOnlyList<ValueLease>> LockLeasesAsync(IReadOnlyCollection<DeviceKey> devices, CancellationToken cancellationToken = default) => inner.LockLeasesAsync(devices, cancellationToken);

    public void Keep(ValueLease lease) => inner.Keep(lease);

    public Task<long> AllocateAsync(string tenant, string series, long first, int count, CancellationToken cancellationToken = default) => inner.AllocateAsync(tenant, series, first, count, cancellationToken);
}
