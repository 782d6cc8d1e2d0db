using Athens.Sync.Modeling;
using Athens.Sync.Server;

namespace Athens.Sync.Http.Tests.Hosting;

/// <summary>A store that fails when a test says so.</summary>
public sealed class FailingStore(IServerStore inner) : IServerStore
{
    public Exception? Failure { get; set; }

    public Task<string> GetEpochAsync(CancellationToken cancellationToken = default) => inner.GetEpochAsync(cancellationToken);

    public Task<TResult> ExecuteAsync<TResult>(Func<IServerTransaction, CancellationToken, Task<TResult>> unit, CancellationToken cancellationToken = default) =>
        Failure is null ? inner.ExecuteAsync(unit, cancellationToken) : Task.FromException<TResult>(Failure);

    public Task<FeedPage> ReadFeedAsync(FeedRequest request, CancellationToken cancellationToken = default) =>
        Failure is null ? inner.ReadFeedAsync(request, cancellationToken) : Task.FromException<FeedPage>(Failure);

    public Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken = default) => inner.ForgetAsync(before, cancellationToken);

    public Task<int> ReclaimLeasesAsync(DateTimeOffset expiredBefore, CancellationToken cancellationToken = default) => inner.ReclaimLeasesAsync(expiredBefore, cancellationToken);

    public Task NotePositionAsync(DevicePosition position, CancellationToken cancellationToken = default) => inner.NotePositionAsync(position, cancellationToken);

    public Task<CatchUpReport> CatchUpAsync(CancellationToken cancellationToken = default) => inner.CatchUpAsync(cancellationToken);

    public Task<int> CollectTombstonesAsync(DateTimeOffset liveSince, CancellationToken cancellationToken = default) => inner.CollectTombstonesAsync(liveSince, cancellationToken);

    public FieldValues Normalize(EntityModel entity, FieldValues values) => inner.Normalize(entity, values);
}
