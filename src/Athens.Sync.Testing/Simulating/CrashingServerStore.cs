using Athens.Sync.Modeling;
using Athens.Sync.Server;

namespace Athens.Sync.Testing.Simulating;

/// <summary>A server's store whose process may stop before a unit, or after it was committed and before anybody hears of it.</summary>
internal sealed class CrashingServerStore(IServerStore inner, DaySetting day, List<IdempotencyRecord> recorded) : IServerStore
{
    public Task<string> GetEpochAsync(CancellationToken cancellationToken = default) => inner.GetEpochAsync(cancellationToken);

    public async Task<TResult> ExecuteAsync<TResult>(Func<IServerTransaction, CancellationToken, Task<TResult>> unit, CancellationToken cancellationToken = default)
    {
        day.Budget.Take();
        if (day.Faults.Happens(SimulatedFaults.ServerCrash))
            throw new SimulatedCrashException();
        IReadOnlyList<IdempotencyRecord> records = [];
        TResult result = await inner.ExecuteAsync(async (transaction, token) =>
        {
            var recording = new RecordingTransaction(transaction);
            TResult done = await unit(recording, token).ConfigureAwait(false);
            records = recording.Records;
            return done;
        }, cancellationToken).ConfigureAwait(false);
        recorded.AddRange(records);
        return day.Faults.Happens(SimulatedFaults.ServerCrash) ? throw new SimulatedCrashException() : result;
    }

    public Task<FeedPage> ReadFeedAsync(FeedRequest request, CancellationToken cancellationToken = default)
    {
        day.Budget.Take();
        return inner.ReadFeedAsync(request, cancellationToken);
    }

    public Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken = default) => inner.ForgetAsync(before, cancellationToken);

    public Task<int> ReclaimLeasesAsync(DateTimeOffset before, CancellationToken cancellationToken = default) => inner.ReclaimLeasesAsync(before, cancellationToken);

    public Task<int> CollectTombstonesAsync(DateTimeOffset liveSince, CancellationToken cancellationToken = default) => inner.CollectTombstonesAsync(liveSince, cancellationToken);

    public Task NotePositionAsync(DevicePosition position, CancellationToken cancellationToken = default) => inner.NotePositionAsync(position, cancellationToken);

    public Task<CatchUpReport> CatchUpAsync(CancellationToken cancellationToken = default) => inner.CatchUpAsync(cancellationToken);

    public FieldValues Normalize(EntityModel entity, FieldValues values) => inner.Normalize(entity, values);
}
