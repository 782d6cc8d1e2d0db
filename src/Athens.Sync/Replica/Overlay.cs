using System.Text.Json;
using Athens.Sync.Device;
using Athens.Sync.Merging;
using Athens.Sync.Modeling;

namespace Athens.Sync.Replica;

/// <summary>Works out what the user sees of an entity: the server's state with the outbox's changes over it.</summary>
internal static class Overlay
{
    /// <summary>Brings the replica of an entity up to date with its items; removes it when nothing of it is left, unless its last state is to be kept. What the user wrote is shown, its parent here or not.</summary>
    public static void Refresh(DeviceDraft draft, SyncModel model, EntityId id, bool keepsLast = false)
    {
        if (draft.Replica(id) is not { AssignedKey: null } replica)
            return;
        List<OutboxItem> shown = [.. draft.ItemsOf(id).Where(i => i.IsShown)];
        FieldValues? local = Local(model.Entity(id.Type), replica.IsDeleted && shown.Count == 0 ? null : replica.Server, shown);
        if (!keepsLast && local is null && !replica.IsDeletedHere && (replica.IsDeleted || replica.Server is null) && shown.Count == 0)
            draft.Remove(id);
        else
            draft.Put(replica with { Local = local, SyncState = StateOf(shown), AwaitsParent = replica.AwaitsParent && shown.Count == 0 });
    }

    /// <summary>Ends what is shown over the server's state and is part of it by now: what the server took in up to this version.</summary>
    public static void TakeIn(DeviceDraft draft, SyncModel model, EntityId id, long version) =>
        End(draft, model, id, [.. draft.ItemsOf(id).Where(i => i.IsShown && i.Status is OutboxStatus.Synced && i.ConfirmedVersion <= version)]);

    /// <summary>
    /// Ends what is shown of an entity. Where no pull ever told of it, what ends is all that is known of an entity that is gone by now,
    /// and is kept as its last state: a later change, if one waits, stands on that.
    /// </summary>
    public static void End(DeviceDraft draft, SyncModel model, EntityId id, IReadOnlyList<OutboxItem> items)
    {
        if (draft.Replica(id) is { AssignedKey: null, Server: null } replica && Local(model.Entity(id.Type), null, items) is { } known)
            draft.Put(replica with { Server = known, IsDeleted = true });
        foreach (OutboxItem item in items)
            draft.Put(item with { IsShown = false });
    }

    /// <summary>The local state; null when there is none to show.</summary>
    public static FieldValues? Local(EntityModel entity, FieldValues? server, IEnumerable<OutboxItem> shown)
    {
        FieldValues? local = server;
        foreach (OutboxItem item in shown)
            local = Apply(entity, local, item);
        return local;
    }

    private static FieldValues? Apply(EntityModel entity, FieldValues? local, OutboxItem item)
    {
        Change change = item.Change;
        if (change.Op is ChangeOp.Delete)
            return null;
        if (item.Result is { } result)
            return (change.Makes || local is null ? FieldValues.Empty : local).With(result);
        if (change.Makes)
            return change.Data;
        if (local is null)
            return (change.Base ?? FieldValues.Empty).With(change.Data);
        return local.With(FieldValues.From(change.Data.Select(pair => KeyValuePair.Create(pair.Key, Shown(entity, change, pair.Key, pair.Value, local)))));
    }

    /// <summary>What the user wrote, with what the server has added since; where the two do not go together, what the user wrote.</summary>
    private static JsonElement Shown(EntityModel entity, Change change, string name, JsonElement value, FieldValues local)
    {
        if (change.Base?.Find(name) is not { } replaced || entity.Find(name) is not { } field)
            return value;
        var input = new MergeInput { Base = replaced, HasBase = true, Client = value, Server = local.Find(name), Kind = field.Kind };
        FieldMerge merge = field.Merge(input);
        return merge.Row is MergeRow.Conflict or MergeRow.Server ? value : merge.Value ?? Json.Null;
    }

    private static EntitySyncState StateOf(List<OutboxItem> shown)
    {
        if (shown.Exists(i => i.Status is OutboxStatus.Conflict))
            return EntitySyncState.Conflict;
        if (shown.Exists(i => i.Status is OutboxStatus.Failed))
            return EntitySyncState.Failed;
        return shown.Exists(i => i.Status is OutboxStatus.Pending or OutboxStatus.Syncing) ? EntitySyncState.Pending : EntitySyncState.Synced;
    }
}
