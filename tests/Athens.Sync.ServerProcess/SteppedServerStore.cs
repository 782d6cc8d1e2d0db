using Athens.Sync.DeviceProcess;
using Athens.Sync.Modeling;
using Athens.Sync.Server;

namespace Athens.Sync.ServerProcess;

/// <summary>A store whose units and pages are steps.</summary>
public sealed class SteppedServerStore(IServerStore inner, Steps steps) : IServerStore
{
    public Task<string> GetEpochAsync(CancellationToken cancellationToken = default) => inner.GetEpochAsync(cancellationToken);

    public async Task<TResult> ExecuteAsync<TResult>(Func<IServerTransaction, CancellationToken, Task<TResult>> unit, CancellationToken cancellationToken = default)
    {
        await steps.PassAsync(ServerSteps.UnitBefore);
        TResult result = await inner.ExecuteAsync(unit, cancellationToken);
        await steps.PassAsync(ServerSteps.UnitAfter);
        return result;
    }

    public async Task<FeedPage> ReadFeedAsync(FeedRequest request, CancellationToken cancellationToken = default)
    {
        FeedPage page = await inner.ReadFeedAsync(request, cancellationToken);
        await steps.PassAsync(ServerSteps.PageRead);
        return page;
    }

    public Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken = default) => inner.ForgetAsync(before, cancellationToken);

    public Task<int> ReclaimLeasesAsync(DateTimeOffset expiredBefore, CancellationToken cancellationToken = default) => inner.ReclaimLeasesAsync(expiredBefore, cancellationToken);

    public Task NotePositionAsync(DevicePosition position, CancellationToken cancellationToken = default) => inner.NotePositionAsync(position, cancellationToken);

    public Task<int> CollectTombstonesAsync(DateTimeOffset liveSince, CancellationToken cancellationToken = default) => inner.CollectTombstonesAsync(liveSince, cancellationToken);

    public Task<CatchUpReport> CatchUpAsync(CancellationToken cancellationToken = default) => inner.CatchUpAsync(cancellationToken);

    public FieldValues Normalize(EntityModel entity, FieldValues values) => inner.Normalize(entity, values);
}
