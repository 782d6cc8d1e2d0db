using Athens.Sync.Changes;
using Athens.Sync.Device;
using Athens.Sync.Modeling;
using Athens.Sync.Replica;

namespace Athens.Sync.Outbox;

/// <summary>Puts the keys that the server gave meanwhile into an edit of an app that still knows the temporary ones.</summary>
internal static class EditKeys
{
    /// <param name="draft">A whole look: what the edit's keys stand for is in it.</param>
    /// <param name="model">The entity types.</param>
    /// <param name="edit">The edit.</param>
    public static Edit Resolve(DeviceDraft draft, SyncModel model, Edit edit)
    {
        KeyMap keys = KeyAssignment.Known(draft, model);
        if (keys.Count == 0)
            return edit;
        EntityModel entity = model.Entity(edit.Id.Type);
        return edit with
        {
            Id = keys.Of(edit.Id),
            Now = keys.Replace(entity, edit.Now),
            Seen = edit.Seen is null ? null : keys.Replace(entity, edit.Seen),
        };
    }
}
