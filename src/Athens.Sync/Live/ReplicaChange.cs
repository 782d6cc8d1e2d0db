using Athens.Sync.Device;
using Athens.Sync.Modeling;

namespace Athens.Sync.Live;

/// <summary>Tells whether there is anything new to show of a replica.</summary>
internal static class ReplicaChange
{
    /// <summary>True when both show the same: the fields, the version that they were made on, and how the entity stands.</summary>
    public static bool IsNone(EntityModel entity, ReplicaEntity? before, ReplicaEntity? now)
    {
        if (ReferenceEquals(before, now))
            return true;
        return before is { Local: { } old } && now is { Local: { } local }
            && before.Key == now.Key
            && before.Version == now.Version
            && before.SyncState == now.SyncState
            && entity.Fields.All(field => field.AreEqual(old.Find(field.Name), local.Find(field.Name)));
    }
}
