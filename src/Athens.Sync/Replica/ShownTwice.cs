using Athens.Sync.Changes;
using Athens.Sync.Device;
using Athens.Sync.Outbox;

namespace Athens.Sync.Replica;

/// <summary>
/// An entity that a pull brought before the answer to its create is shown twice until then: by its temporary key, and by the one that
/// the server gave. Whoever deletes one of the two sees the other one still, and means to keep that.
/// </summary>
internal static class ShownTwice
{
    /// <summary>Takes a delete of the one back where the other is shown, with what the user wrote to it. Before the two become one.</summary>
    public static void KeepTheOther(DeviceDraft draft, EntityId one, EntityId other)
    {
        TakeBack(draft, one, other);
        TakeBack(draft, other, one);
    }

    private static void TakeBack(DeviceDraft draft, EntityId deleted, EntityId kept)
    {
        bool isShown = draft.Replica(kept) is { Local: not null } && draft.ItemsOf(kept).Any(item => item.IsShown);
        if (isShown && draft.ItemsOf(deleted) is [.., { Status: OutboxStatus.Pending, Change: { Op: ChangeOp.Delete, Resolves: null } } delete])
            draft.Remove(delete);
    }
}
