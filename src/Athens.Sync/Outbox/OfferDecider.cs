using Athens.Sync.Device;
using Athens.Sync.Replica;

namespace Athens.Sync.Outbox;

/// <summary>Puts changes that a restored server has lost back into the outbox, frozen as they were sent.</summary>
internal static class OfferDecider
{
    /// <summary>True for a change that the server took in, and whose verdict it does not know to be on this device's disk.</summary>
    public static bool IsLost(OutboxItem item, DeviceState state, long mark) =>
        item is { Status: OutboxStatus.Synced, ConfirmedVersion: not null } && item.Generation == state.Generation && item.Change.Number > mark;

    public static bool Offer(DeviceDraft draft, SyncModel model, IEnumerable<long> positions)
    {
        foreach (OutboxItem item in positions.Select(draft.Item).OfType<OutboxItem>().Where(i => i.Status is OutboxStatus.Synced).ToList())
        {
            draft.Put(item with { Status = OutboxStatus.Syncing, SettledAt = null, ConfirmedVersion = null, Result = null, IsShown = true });
            if (draft.Replica(item.Entity) is null)
                draft.Put(new ReplicaEntity { Type = item.Entity.Type, Key = item.Entity.Key, Round = draft.State.Round });
        }
        foreach (EntityId id in draft.Items.Select(i => i.Entity).Distinct().ToList())
            Overlay.Refresh(draft, model, id);
        draft.State = draft.State with { OffersAgain = false };
        return true;
    }
}
