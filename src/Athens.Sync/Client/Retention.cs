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
            await commands.RunAsync(token => LookAsync(positions, token), draft =>
            {
                foreach (OutboxItem item in positions.Select(draft.Item).OfType<OutboxItem>().Where(item => IsOld(item, before)).ToList())
                    Drop(draft, item);
                return true;
            }, cancellationToken).ConfigureAwait(false);
        }
        return old.Count;
    }

    /// <summary>The items, and all that is open of the entities that were deleted by one of them.</summary>
    private async Task<DeviceView> LookAsync(long[] positions, CancellationToken cancellationToken)
    {
        DeviceView items = await commands.Store.LoadAsync(new DeviceQuery { Positions = positions }, cancellationToken).ConfigureAwait(false);
        EntityId[] deleted = [.. items.Items.Where(item => item.Change.Op is ChangeOp.Delete).Select(item => item.Entity).Distinct()];
        return deleted.Length == 0 ? items : await commands.Store.LoadAsync(new DeviceQuery { Positions = positions, Entities = deleted }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>With the delete of an entity goes what was kept of it in case that the user made it again.</summary>
    private static void Drop(DeviceDraft draft, OutboxItem item)
    {
        draft.Remove(item);
        if (item.Change.Op is ChangeOp.Delete && draft.Replica(item.Entity) is { IsDeletedHere: true } && !draft.ItemsOf(item.Entity).Any(other => other.IsOpen))
            draft.Remove(item.Entity);
    }

    private static bool IsOld(OutboxItem item, DateTimeOffset before) =>
        item is { Status: OutboxStatus.Synced, IsShown: false } && item.SettledAt < before;
}
