using System.Text.Json;
using Athens.Sync.Device;
using Athens.Sync.Modeling;

namespace Athens.Sync.Outbox;

/// <summary>Turns a deleted entity into a change: that it is gone, and what the user saw of it.</summary>
internal static class DeleteDecider
{
    /// <summary>The change, or null when there is nothing to delete.</summary>
    /// <exception cref="ChangeRefusedException">Entities of this type are only ever added.</exception>
    public static Change? Decide(EntityModel entity, Edit edit, DeviceDraft draft)
    {
        if (entity.IsAppendOnly)
            throw new ChangeRefusedException(edit.Id, $"{entity.Type} is only ever added to.");
        if (draft.Replica(edit.Id) is not { Local: { } local } replica)
            return null;
        return new Change
        {
            Entity = entity.Type,
            Op = ChangeOp.Delete,
            OfflineId = edit.OfflineId,
            ServerId = edit.Id.Key,
            ClientVersion = edit.SeenVersion ?? replica.Version,
            Base = edit.Seen is { } seen ? Replaced(local, seen, draft.ItemsOf(edit.Id)) : local,
            ChangedAt = edit.At,
            Traceparent = edit.Traceparent,
        };
    }

    /// <summary>What the user saw; where this device has itself written the field since, that, for one device never conflicts with itself.</summary>
    private static FieldValues Replaced(FieldValues local, FieldValues seen, IReadOnlyList<OutboxItem> items) => FieldValues.From(local.Select(field =>
        KeyValuePair.Create(field.Key, seen.TryGetValue(field.Key, out JsonElement value) && !items.Any(i => i.IsShown && i.Change.Data.ContainsKey(field.Key)) ? value : field.Value)));
}
