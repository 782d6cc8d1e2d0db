using System.Globalization;
using Athens.Sync.Changes;
using Athens.Sync.Device;
using Athens.Sync.Modeling;
using Athens.Sync.Wire;

namespace Athens.Sync.Replica;

/// <summary>Puts the keys that the server gave in the place of the temporary ones, everywhere on the device and in one commit.</summary>
internal static class KeyAssignment
{
    /// <summary>The keys that an answer gives, by the temporary ones that were sent.</summary>
    /// <exception cref="SyncTransportException">One of them is no key that a server gives: <see cref="TransportFailure.NotTheServer"/>.</exception>
    public static KeyMap Of(SyncModel model, PushRequest request, PushResponse response)
    {
        var keys = new KeyMap(model);
        var made = request.Changes.Where(change => change.Makes && IsTemporary(model, change.Entity, change.ServerId))
            .ToDictionary(change => (change.Entity, change.OfflineId), change => change.ServerId!);
        foreach (AppliedChange applied in response.Applied.Where(applied => made.ContainsKey((applied.Entity, applied.OfflineId))))
        {
            if (!model.Entity(applied.Entity).IsAssignableKey(applied.ServerId) || keys.To.Contains(new EntityId(applied.Entity, applied.ServerId)))
                throw new SyncTransportException(TransportFailure.NotTheServer, $"A new {applied.Entity} was given the key '{applied.ServerId}', which is none.");
            keys.Add(new EntityId(applied.Entity, made[(applied.Entity, applied.OfflineId)]), applied.ServerId);
        }
        return keys;
    }

    /// <summary>Where on the device some temporary keys are named: positions of the outbox.</summary>
    public static IEnumerable<long> Positions(DeviceView view, KeyMap keys) =>
        keys.From.SelectMany(id => view.Replicas.GetValueOrDefault(id)?.NamedBy ?? []);

    /// <summary>Renames. The look holds the replicas by both names, and every item that names one.</summary>
    public static void Apply(DeviceDraft draft, SyncModel model, KeyMap keys)
    {
        foreach ((EntityId from, EntityId to) in keys.From.Zip(keys.To))
            ShownTwice.KeepTheOther(draft, from, to);
        var touched = new HashSet<EntityId>();
        foreach (OutboxItem item in draft.Items.ToList())
        {
            OutboxItem renamed = Rename(item, keys);
            if (ReferenceEquals(renamed, item))
                continue;
            draft.Put(renamed);
            touched.Add(renamed.Entity);
        }
        foreach ((EntityId from, EntityId to) in keys.From.Zip(keys.To))
        {
            Move(draft, from, to);
            touched.Add(to);
        }
        foreach (EntityId id in touched)
            Overlay.Refresh(draft, model, id);
    }

    /// <summary>The keys that the server gave for temporary ones which a look was asked for.</summary>
    public static KeyMap Known(DeviceDraft draft, SyncModel model)
    {
        var keys = new KeyMap(model);
        foreach (ReplicaEntity alias in draft.Replicas.Where(replica => replica.AssignedKey is not null))
            keys.Add(alias.Id, alias.AssignedKey!);
        return keys;
    }

    /// <summary>A temporary key for a new entity: below all that this device has made.</summary>
    public static EntityId Next(DeviceDraft draft, EntityModel entity) =>
        new(entity.Type, (-(draft.State.LastTemporaryKey + 1)).ToString(CultureInfo.InvariantCulture));

    /// <exception cref="ChangeRefusedException">The change sets a reference to a temporary key that is not on this device.</exception>
    public static void RefuseUnknown(DeviceDraft draft, SyncModel model, EntityId id, Change change)
    {
        EntityModel entity = model.Entity(change.Entity);
        EntityId unknown = KeyMap.Referred(entity, change.Data).FirstOrDefault(other => IsTemporary(model, other.Type, other.Key) && other != id && draft.Replica(other) is null);
        if (unknown != default)
            throw new ChangeRefusedException(id, $"It refers to {unknown}, which is not on this device: a negative key stands for what was made here and waits for its own.");
    }

    /// <summary>Remembers which items name a temporary key, so that they are found when the server gives the real one.</summary>
    public static void Note(DeviceDraft draft, SyncModel model, OutboxItem item)
    {
        foreach (EntityId id in KeyMap.Named(model.Entity(item.Change.Entity), item.Change).Distinct().Where(id => IsTemporary(model, id.Type, id.Key)))
        {
            if (draft.Replica(id) is { } replica && replica.NamedBy?.Contains(item.Position) is not true)
                draft.Put(replica with { NamedBy = [.. replica.NamedBy ?? [], item.Position] });
        }
    }

    /// <summary>Gives entities their temporary keys back. Nothing that named the real ones is known to the server any more, so nothing of it is frozen.</summary>
    public static void TakeBack(DeviceDraft draft, SyncModel model, KeyMap keys)
    {
        foreach (EntityId temporary in keys.To)
            draft.Put(new ReplicaEntity { Type = temporary.Type, Key = temporary.Key, Round = draft.State.Round });
        foreach (OutboxItem item in draft.Items.ToList())
        {
            OutboxItem renamed = Rename(item, keys);
            if (ReferenceEquals(renamed, item))
                continue;
            draft.Put(renamed with { Sent = null });
            Note(draft, model, renamed);
        }
        foreach (EntityId id in keys.From)
            Overlay.Refresh(draft, model, id);
    }

    public static bool IsTemporary(SyncModel model, string type, string? key) =>
        key is not null && model.Find(type)?.IsTemporaryKey(key) is true;

    /// <summary>The server gave the entity a key; it may have come by a pull already, before the answer, and another history of the server have given it another one.</summary>
    private static void Move(DeviceDraft draft, EntityId from, EntityId to)
    {
        if (draft.Replica(to) is null && draft.Replica(from) is { AssignedKey: null } made)
            draft.Put(made with { Key = to.Key, NamedBy = null });
        draft.Put(new ReplicaEntity { Type = from.Type, Key = from.Key, AssignedKey = to.Key, Round = draft.State.Round });
    }

    /// <summary>A change that was sent stays as it was sent, beside what the device knows it by.</summary>
    private static OutboxItem Rename(OutboxItem item, KeyMap keys)
    {
        Change change = keys.Replace(item.Change);
        string? blockedBy = item.BlockedBy is { } name && keys.From.FirstOrDefault(id => id.ToString() == name) is var from && from != default ? keys.Of(from).ToString() : item.BlockedBy;
        if (ReferenceEquals(change, item.Change) && blockedBy == item.BlockedBy)
            return item;
        return item with
        {
            Change = change,
            Sent = item.Status is OutboxStatus.Syncing or OutboxStatus.Synced || item.IsSetAside ? item.Sent ?? item.Change : null,
            BlockedBy = blockedBy,
            Conflict = item.Conflict is null ? null : keys.Replace(item.Conflict),
        };
    }
}
