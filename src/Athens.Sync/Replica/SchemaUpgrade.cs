using System.Text.Json;
using Athens.Sync.Changes;
using Athens.Sync.Device;

namespace Athens.Sync.Replica;

/// <summary>Carries what a device has stored over to the schema that the app has now: what the server holds, and what is queued.</summary>
internal static class SchemaUpgrade
{
    /// <summary>The schema of a store that does not tell, for it was written before stores did.</summary>
    private const int First = 1;

    public static int VersionOf(DeviceState state) => state.SchemaVersion ?? First;

    /// <summary>Upgrades everything in the look, which is the whole store. What was sent stays as it was sent, beside what the device knows it by.</summary>
    public static void Apply(DeviceDraft draft, SyncModel model)
    {
        int from = VersionOf(draft.State);
        foreach (OutboxItem item in draft.Items.Where(item => model.Find(item.Change.Entity) is not null).ToList())
            draft.Put(Upgrade(item, model));
        foreach (ReplicaEntity replica in draft.Replicas.Where(replica => model.Find(replica.Type) is not null).ToList())
        {
            draft.Put(replica with { Server = replica.Server is null ? null : model.Upcast(replica.Type, replica.Server, from) });
            Overlay.Refresh(draft, model, replica.Id);
        }
    }

    private static OutboxItem Upgrade(OutboxItem item, SyncModel model)
    {
        int from = item.Change.SchemaVersion ?? First;
        if (from >= model.SchemaVersion)
            return item;
        bool isFrozen = item.Status is OutboxStatus.Syncing or OutboxStatus.Synced || item.IsSetAside;
        return item with
        {
            Change = model.Upcast(item.Change, from) with { SchemaVersion = model.SchemaVersion },
            Sent = isFrozen ? item.Sent ?? item.Change : null,
            Result = item.Result is null ? null : model.Upcast(item.Change.Entity, item.Result, from),
            Conflict = item.Conflict is null ? null : Upgrade(item.Conflict, model, from),
        };
    }

    private static ConflictedChange Upgrade(ConflictedChange conflict, SyncModel model, int from)
    {
        FieldValues client = Of(field => field.Client);
        FieldValues server = Of(field => field.Server);
        FieldValues replaced = Of(field => field.Base);
        return conflict with
        {
            ServerState = conflict.ServerState is null ? null : model.Upcast(conflict.Entity, conflict.ServerState, from),
            Fields = client.Keys.Concat(server.Keys).Concat(replaced.Keys).Distinct().ToDictionary(name => name, name => new FieldConflict
            {
                Client = client.Find(name),
                Server = server.Find(name),
                Base = replaced.Find(name),
                MergeHint = conflict.Fields.TryGetValue(name, out FieldConflict? same) ? same.MergeHint : model.Entity(conflict.Entity).Find(name)?.Strategy.Name ?? "manual",
            }),
        };

        FieldValues Of(Func<FieldConflict, JsonElement?> value) => model.Upcast(
            conflict.Entity,
            FieldValues.From(conflict.Fields.Where(field => value(field.Value) is not null).Select(field => KeyValuePair.Create(field.Key, value(field.Value)!.Value))),
            from);
    }
}
