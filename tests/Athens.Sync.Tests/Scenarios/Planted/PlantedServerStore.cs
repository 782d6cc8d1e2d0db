using Athens.Sync.Modeling;
using Athens.Sync.Server;

namespace Athens.Sync.Tests.Scenarios.Planted;

internal sealed class PlantedServerStore(IServerStore inner, Bug bug) : IServerStore
{
    public Task<string> GetEpochAsync(CancellationToken cancellationToken = default) => inner.GetEpochAsync(cancellationToken);

    public Task<TResult> ExecuteAsync<TResult>(Func<IServerTransaction, CancellationToken, Task<TResult>> unit, CancellationToken cancellationToken = default) =>
        inner.ExecuteAsync((transaction, token) => unit(new PlantedTransaction(transaction, bug), token), cancellationToken);

    public async Task<FeedPage> ReadFeedAsync(FeedRequest request, CancellationToken cancellationToken = default) => bug.Feed(await inner.ReadFeedAsync(request, cancellationToken));

    public Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken = default) => inner.ForgetAsync(before, cancellationToken);

    public Task NotePositionAsync(DevicePosition position, CancellationToken cancellationToken = default) => inner.NotePositionAsync(position, cancellationToken);

    public Task<int> CollectTombstonesAsync(DateTimeOffset liveSince, CancellationToken cancellationToken = default) => inner.CollectTombstonesAsync(liveSince, cancellationToken);

    public Task<CatchUpReport> CatchUpAsync(CancellationToken cancellationToken = default) => inner.CatchUpAsync(cancellationToken);

    public FieldValues Normalize(EntityModel entity, FieldValues values) => inner.Normalize(entity, values);

    public Task<int> ReclaimLeasesAsync(DateTimeOffset before, CancellationToken cancellationToken = default) => inner.ReclaimLeasesAsync(before, cancellationToken);
}
