using Athens.Sync.Device;
using Athens.Sync.InMemory;

namespace Athens.Sync.Tests.Worlds;

/// <summary>A store that dies around a commit when a test says so, and keeps what was committed.</summary>
public sealed class CrashingDeviceStore(InMemoryDeviceStore inner) : IDeviceStore
{
    public InMemoryDeviceStore Inner => inner;

    public bool DiesBeforeCommit { get; set; }

    public bool DiesAfterCommit { get; set; }

    public List<DeviceCommit> Commits { get; } = [];

    public Task<DeviceView> LoadAsync(DeviceQuery query, CancellationToken cancellationToken = default) => inner.LoadAsync(query, cancellationToken);

    public async Task<bool> CommitAsync(DeviceCommit commit, CancellationToken cancellationToken = default)
    {
        if (DiesBeforeCommit)
            throw new IOException("Died before the commit.");
        bool stands = await inner.CommitAsync(commit, cancellationToken);
        Commits.Add(commit);
        return DiesAfterCommit ? throw new IOException("Died after the commit.") : stands;
    }

    public IAsyncEnumerable<ReplicaEntity> ReadReplicasAsync(ReplicaFilter filter, CancellationToken cancellationToken = default) => inner.ReadReplicasAsync(filter, cancellationToken);

    public IAsyncEnumerable<OutboxItem> ReadOutboxAsync(OutboxFilter filter, CancellationToken cancellationToken = default) => inner.ReadOutboxAsync(filter, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
