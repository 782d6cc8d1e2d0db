using Athens.Sync.Device;

namespace Athens.Sync.Client;

/// <summary>Drops changes that were taken in long ago from the outbox.</summary>
internal sealed class Retention(DeviceCommands commands, TimeProvider time, TimeSpan kept)
{
    private const int RowsPerCommit = 500;

    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private DateTimeOffset next = DateTimeOffset.MinValue;

    /// <summary>Runs at most once an hour: it looks at everything that is kept.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (now < next)
            return;
        next = now + Pause;
        await DropAsync(now - kept, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Drops what was settled before a moment and is not shown over the replica any more.</summary>
    /// <returns>How many were dropped.</returns>
    public async Task<int> DropAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        List<long> old = await commands.Store.ReadOutboxAsync(new OutboxFilter { Status = OutboxStatus.Synced }, cancellationToken)
            .Where(item => IsOld(item, before)).Select(item => item.Position).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (long[] positions in old.Chunk(RowsPerCommit))
        {
            await commands.RunAsync(new DeviceQuery { Positions = positions }, draft =>
            {
                foreach (OutboxItem item in positions.Select(draft.Item).OfType<OutboxItem>().Where(item => IsOld(item, before)).ToList())
                    draft.Remove(item);
                return true;
            }, cancellationToken).ConfigureAwait(false);
        }
        return old.Count;
    }

    private static bool IsOld(OutboxItem item, DateTimeOffset before) =>
        item is { Status: OutboxStatus.Synced, IsShown: false } && item.SettledAt < before;
}
