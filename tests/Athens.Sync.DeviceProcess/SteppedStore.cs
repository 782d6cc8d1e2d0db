using Athens.Sync.Device;

namespace Athens.Sync.DeviceProcess;

/// <summary>A store whose commits are steps, before and after, by what they write.</summary>
public sealed class SteppedStore(IDeviceStore inner, Steps steps) : IDeviceStore
{
    private string checkpoints = "";

    public Task<DeviceView> LoadAsync(DeviceQuery query, CancellationToken cancellationToken = default) => inner.LoadAsync(query, cancellationToken);

    public async Task<bool> CommitAsync(DeviceCommit commit, CancellationToken cancellationToken = default)
    {
        string kind = KindOf(commit);
        await steps.PassAsync($"{kind}-before");
        bool stands = await inner.CommitAsync(commit, cancellationToken);
        if (stands)
        {
            await steps.PassAsync($"{kind}-after");
            checkpoints = CheckpointsOf(commit);
        }
        return stands;
    }

    public IAsyncEnumerable<ReplicaEntity> ReadReplicasAsync(ReplicaFilter filter, CancellationToken cancellationToken = default) => inner.ReadReplicasAsync(filter, cancellationToken);

    public IAsyncEnumerable<OutboxItem> ReadOutboxAsync(OutboxFilter filter, CancellationToken cancellationToken = default) => inner.ReadOutboxAsync(filter, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private string KindOf(DeviceCommit commit) => commit switch
    {
        _ when CheckpointsOf(commit) != checkpoints => "page",
        _ when commit.PutItems.Any(item => item.Status is OutboxStatus.Synced) => "settle",
        _ when commit.PutItems.Any(item => item.Status is OutboxStatus.Syncing) => "freeze",
        { PutItems.Count: > 0 } or { DeleteItems.Count: > 0 } => "enqueue",
        _ => "note",
    };

    private static string CheckpointsOf(DeviceCommit commit) => string.Join(' ', commit.State.Checkpoints.Order());
}
