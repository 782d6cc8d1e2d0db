using Athens.Sync.Device;

namespace Athens.Sync.Tests.Scenarios.Planted;

internal sealed class PlantedDeviceStore(IDeviceStore inner, Bug bug) : IDeviceStore
{
    public async Task<DeviceView> LoadAsync(DeviceQuery query, CancellationToken cancellationToken = default) => bug.Load(await inner.LoadAsync(query, cancellationToken));

    public Task<bool> CommitAsync(DeviceCommit commit, CancellationToken cancellationToken = default) => bug.Commit(inner, commit);

    public IAsyncEnumerable<ReplicaEntity> ReadReplicasAsync(ReplicaFilter filter, CancellationToken cancellationToken = default) => inner.ReadReplicasAsync(filter, cancellationToken);

    public IAsyncEnumerable<OutboxItem> ReadOutboxAsync(OutboxFilter filter, CancellationToken cancellationToken = default) =>
        bug.Reads(filter) ? inner.ReadOutboxAsync(filter, cancellationToken) : AsyncEnumerable.Empty<OutboxItem>();

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
