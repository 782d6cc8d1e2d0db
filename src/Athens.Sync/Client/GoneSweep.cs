using Athens.Sync.Device;
using Athens.Sync.Replica;

namespace Athens.Sync.Client;

/// <summary>
/// Ends what is shown of entities that are gone and that no feed will tell of. A change is shown until a pull brings what it became.
/// Where its answer is a repeated one or deletes, or a fresh pull came between, the entity may have been deleted before, and a feed's
/// first pages leave out what is deleted. So what a whole pull has not told of by then is not there.
/// </summary>
internal static class GoneSweep
{
    /// <summary>Which taken-in changes wait for a pull, before it begins; null as long as none of them can wait in vain.</summary>
    public static async Task<(long Replays, IReadOnlyList<OutboxItem> Waiting)?> LookAsync(DeviceCommands commands, CancellationToken cancellationToken)
    {
        DeviceState state = (await commands.Store.LoadAsync(new DeviceQuery(), cancellationToken).ConfigureAwait(false)).State;
        if (state.Replays == state.ReplaysSwept)
            return null;
        List<OutboxItem> waiting = await commands.Store.ReadOutboxAsync(new OutboxFilter { Status = OutboxStatus.Synced }, cancellationToken)
            .Where(item => item.IsShown).ToListAsync(cancellationToken).ConfigureAwait(false);
        return (state.Replays, waiting);
    }

    /// <summary>Shows those no longer that still wait, now that the pull is whole. What a restored server lost is offered again first: it is this device's until then.</summary>
    public static Task<bool> EndAsync(SyncModel model, DeviceCommands commands, long replays, IReadOnlyList<OutboxItem> waiting, CancellationToken cancellationToken)
    {
        EntityId[] ids = [.. waiting.Select(item => item.Entity).Distinct()];
        return commands.RunAsync(new DeviceQuery { Entities = ids }, draft => End(draft, model, replays, waiting, ids), cancellationToken);
    }

    private static bool End(DeviceDraft draft, SyncModel model, long replays, IReadOnlyList<OutboxItem> waiting, EntityId[] ids)
    {
        if (draft.State.ReplaysSwept >= replays || draft.State.OffersAgain)
            return false;
        ILookup<EntityId, OutboxItem> ended = waiting.Select(seen => draft.Item(seen.Position)).OfType<OutboxItem>()
            .Where(item => item is { Status: OutboxStatus.Synced, IsShown: true }).ToLookup(item => item.Entity);
        foreach (EntityId id in ids.Union(ended.Select(items => items.Key)))
        {
            Overlay.End(draft, model, id, [.. ended[id]]);
            Overlay.Refresh(draft, model, id);
        }
        draft.State = draft.State with { ReplaysSwept = replays };
        return true;
    }
}
