using System.Runtime.CompilerServices;
using Athens.Sync.Device;
using Athens.Sync.Transport;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Worlds;

/// <summary>Counts the places at which an engine awaits its store or its network, and does something at one of them.</summary>
public sealed class Awaits(int chosen, Func<Task> action)
{
    private int passed;

    /// <summary>False as long as the cycle has had fewer places than the one chosen.</summary>
    public bool WasReached => passed > chosen;

    public int AnswersToLose { get; set; }

    public IDeviceStore Store(IDeviceStore inner) => new WatchedStore(this, inner);

    public ISyncTransport Transport(ISyncTransport inner) => new WatchedTransport(this, inner);

    private async Task PassAsync()
    {
        if (passed++ == chosen)
            await action();
    }

    private async Task<T> AroundAsync<T>(Func<Task<T>> call)
    {
        await PassAsync();
        T result = await call();
        await PassAsync();
        return result;
    }

    private sealed class WatchedStore(Awaits awaits, IDeviceStore inner) : IDeviceStore
    {
        public Task<DeviceView> LoadAsync(DeviceQuery query, CancellationToken cancellationToken = default) =>
            awaits.AroundAsync(() => inner.LoadAsync(query, cancellationToken));

        public Task<bool> CommitAsync(DeviceCommit commit, CancellationToken cancellationToken = default) =>
            awaits.AroundAsync(() => inner.CommitAsync(commit, cancellationToken));

        public async IAsyncEnumerable<ReplicaEntity> ReadReplicasAsync(ReplicaFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await awaits.PassAsync();
            await foreach (ReplicaEntity replica in inner.ReadReplicasAsync(filter, cancellationToken))
                yield return replica;
            await awaits.PassAsync();
        }

        public async IAsyncEnumerable<OutboxItem> ReadOutboxAsync(OutboxFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await awaits.PassAsync();
            await foreach (OutboxItem item in inner.ReadOutboxAsync(filter, cancellationToken))
                yield return item;
            await awaits.PassAsync();
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class WatchedTransport(Awaits awaits, ISyncTransport inner) : ISyncTransport
    {
        public async Task<PushResponse> PushAsync(PushRequest request, CancellationToken cancellationToken = default)
        {
            PushResponse response = await awaits.AroundAsync(() => inner.PushAsync(request, cancellationToken));
            return awaits.AnswersToLose-- > 0 ? throw new SyncTransportException(TransportFailure.Unreachable, "The answer was lost.") : response;
        }

        public Task<PullResponse> PullAsync(PullRequest request, CancellationToken cancellationToken = default) => PullAsync(request, _ => { }, cancellationToken);

        public Task<PullResponse> PullAsync(PullRequest request, Action<string> next, CancellationToken cancellationToken = default) =>
            awaits.AroundAsync(() => inner.PullAsync(request, next, cancellationToken));
    }
}
