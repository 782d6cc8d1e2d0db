using System.Globalization;
using Athens.Sync.Changes;
using Athens.Sync.Device;
using Athens.Sync.Modeling;
using Athens.Sync.Replica;
using Athens.Sync.Wire;

namespace Athens.Sync.Outbox;

/// <summary>Puts a change at the end of the outbox, or joins it to the entity's last one, and shows it.</summary>
internal static class EnqueueDecider
{
    /// <summary>What the command must see: the entity and those it refers to.</summary>
    public static DeviceQuery Query(SyncModel model, EntityId id, FieldValues now) =>
        new() { Entities = [id, .. References(model.Entity(id.Type), now)] };

    /// <returns>The item that carries the change; null when the change took back what the last one did, and that one was dropped.</returns>
    public static OutboxItem? Enqueue(DeviceDraft draft, SyncModel model, Change change, DateTimeOffset at)
    {
        EntityModel entity = model.Entity(change.Entity);
        var id = new EntityId(change.Entity, change.ServerId!);
        RefuseTooLarge(id, change);
        KeyAssignment.RefuseUnknown(draft, model, id, change);
        Change versioned = change with { SchemaVersion = model.SchemaVersion };
        OutboxItem? last = draft.ItemsOf(id).LastOrDefault(i => i.Status is not OutboxStatus.Synced);
        Coalescing.Result joined = last is null || RefersBeyond(draft, entity, versioned, last) ? default : Coalescing.Of(entity, IsReferred(model, entity), last, versioned);
        OutboxItem? item = null;
        if (!joined.Joins)
            draft.Put(item = NewItem(draft, entity, id, versioned, at));
        else if (joined.Change is { } one)
            draft.Put(item = last! with { Change = one });
        else
            draft.Remove(last!);
        if (draft.Replica(id) is null)
            draft.Put(new ReplicaEntity { Type = id.Type, Key = id.Key, Round = draft.State.Round });
        if (item is not null)
            KeyAssignment.Note(draft, model, item);
        if (entity.IsTemporaryKey(id.Key))
            draft.State = draft.State with { LastTemporaryKey = Math.Max(draft.State.LastTemporaryKey, -long.Parse(id.Key, CultureInfo.InvariantCulture)) };
        Overlay.Refresh(draft, model, id);
        return item;
    }

    /// <summary>What the wire cannot carry is told to the user now, and not by the server when he has gone home.</summary>
    private static void RefuseTooLarge(EntityId id, Change change)
    {
        if (id.Key.Length > SyncLimits.Default.KeyCharsMax)
            throw new ChangeRefusedException(id, $"The key is longer than {SyncLimits.Default.KeyCharsMax} characters.");
        if (!PairedText.Is(id.Key))
            throw new ChangeRefusedException(id, "The key is not valid text: it holds an unpaired surrogate.");
        if (ValueCheck.Of(change.Data, "data", SyncLimits.Default) is { } fault)
            throw new ChangeRefusedException(id, fault.Sentence);
    }

    public static IReadOnlyList<EntityId> References(EntityModel entity, FieldValues values) => KeyMap.Referred(entity, values);

    /// <summary>The entity whose undecided change this one must wait for; null when there is none.</summary>
    public static string? Blocker(DeviceDraft draft, EntityModel entity, EntityId id, FieldValues data, long before)
    {
        if (draft.ItemsOf(id).FirstOrDefault(i => i.Position < before && IsUndecided(i)) is { } own)
            return own.BlockedBy ?? id.ToString();
        return References(entity, data)
            .SelectMany(draft.ItemsOf)
            .FirstOrDefault(i => i.Change.Makes && IsUndecided(i)) is { } other ? other.BlockedBy ?? other.Entity.ToString() : null;
    }

    /// <summary>True when the change refers to what was made after the item: joined to it, it would reach the server before that does.</summary>
    private static bool RefersBeyond(DeviceDraft draft, EntityModel entity, Change change, OutboxItem last) =>
        References(entity, change.Data).SelectMany(draft.ItemsOf).Any(item => item.Change.Makes && item.Position > last.Position && item.Status is not OutboxStatus.Synced);

    private static OutboxItem NewItem(DeviceDraft draft, EntityModel entity, EntityId id, Change change, DateTimeOffset at)
    {
        long position = draft.NextPosition();
        return new OutboxItem
        {
            Position = position,
            Change = change,
            Status = OutboxStatus.Pending,
            CreatedAt = at,
            IsUrgent = entity.Lane == Lanes.Critical,
            BlockedBy = Blocker(draft, entity, id, change.Data, position),
        };
    }

    private static bool IsUndecided(OutboxItem item) =>
        item.Status is OutboxStatus.Conflict or OutboxStatus.Failed || item.BlockedBy is not null;

    private static bool IsReferred(SyncModel model, EntityModel entity) =>
        model.Entities.Any(other => other.References.Any(r => r.Type == entity.Type));
}
