using Athens.Sync.Changes;
using Athens.Sync.Device;
using Athens.Sync.Replica;

namespace Athens.Sync.Outbox;

/// <summary>Puts changes that a restored server has lost back into the outbox, frozen as they were sent.</summary>
internal static class OfferDecider
{
    /// <summary>True for a change that the server took in, and whose verdict it does not know to be on this device's disk.</summary>
    public static bool IsLost(OutboxItem item, DeviceState state, long mark) =>
        item is { Status: OutboxStatus.Synced, ConfirmedVersion: not null } && item.Generation == state.Generation && item.Change.Number > mark;

    /// <summary>
    /// The keys that a restored server has lost together with the creates that it gave them for: it may give them to others, so
    /// what was made here goes by its temporary keys again.
    /// </summary>
    public static KeyMap TakenBack(SyncModel model, DeviceView lost)
    {
        var keys = new KeyMap(model);
        foreach (OutboxItem item in lost.Items.Where(item => item is { Status: OutboxStatus.Synced, Sent.Makes: true } && KeyAssignment.IsTemporary(model, item.Sent.Entity, item.Sent.ServerId)))
            keys.Add(item.Entity, item.Sent!.ServerId!);
        return keys;
    }

    public static bool Offer(DeviceDraft draft, SyncModel model, IReadOnlyCollection<long> positions)
    {
        var lost = new DeviceView { State = draft.State, Items = [.. positions.Select(draft.Item).OfType<OutboxItem>().Where(i => i.Status is OutboxStatus.Synced)] };
        KeyAssignment.TakeBack(draft, model, TakenBack(model, lost));
        foreach (OutboxItem item in lost.Items.Select(i => draft.Item(i.Position)!))
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
