using Athens.Sync.Device;

namespace Athens.Sync.Tests.Scenarios.Planted;

internal sealed class PlantedDeviceStore(IDeviceStore inner, Bug bug) : IDeviceStore
{
    private bool isRunning;

    public async Task<DeviceView> LoadAsync(DeviceQuery query, CancellationToken cancellationToken = default)
    {
        DeviceView view = bug.Load(await inner.LoadAsync(query, cancellationToken), !isRunning);
        isRunning = true;
        return view;
    }

    public Task<bool> CommitAsync(DeviceCommit commit, CancellationToken cancellationToken = default) => bug.Commit(inner, commit);

    public IAsyncEnumerable<ReplicaEntity> ReadReplicasAsync(ReplicaFilter filter, CancellationToken cancellationToken = default) => inner.ReadReplicasAsync(filter, cancellationToken);

    public IAsyncEnumerable<OutboxItem> ReadOutboxAsync(OutboxFilter filter, CancellationToken cancellationToken = default) => inner.ReadOutboxAsync(filter, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
