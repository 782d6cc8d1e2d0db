using System.Text.Json;
using Athens.Sync.Modeling;
using Athens.Sync.Wire;

namespace Athens.Sync.Testing.Simulating.Checks;

/// <summary>
/// What the server took in is there: the version has not gone back, the state is what the last change made of it, and what was put into
/// a set is in it, unless somebody took it out or decided against it.
/// </summary>
internal static class NothingTakenInIsLost
{
    public static void Check(Evidence evidence)
    {
        foreach ((_, Change change, AppliedChange applied) in evidence.Server.TakenIn)
        {
            var id = new EntityId(applied.Entity, applied.ServerId);
            if (!evidence.State.TryGetValue(id, out PulledEntity? held))
            {
                Evidence.Require(evidence.User.MayHaveDeleted(id) || change.Op is ChangeOp.Delete, $"{id} was taken in and is not there.");
                continue;
            }
            Evidence.Require(held.Version >= applied.NewVersion, $"{id} is at version {held.Version}, and was at {applied.NewVersion}.");
            if (held.Version == applied.NewVersion)
                CheckLast(evidence.Model.Entity(id.Type), change, applied, held);
            if (!held.Deleted && !evidence.User.MayHaveDeleted(id) && !evidence.User.MayHaveOverruled(id))
                CheckSets(evidence, id, change, held);
        }
    }

    /// <summary>Nobody has written the entity since: it is as the answer said.</summary>
    private static void CheckLast(EntityModel type, Change change, AppliedChange applied, PulledEntity held)
    {
        Evidence.Require(held.Deleted == change.Op is ChangeOp.Delete, $"{applied.Entity}/{applied.ServerId} is {(held.Deleted ? "" : "not ")}deleted, and a {change.Op} was the last that was taken in.");
        if (held.Deleted)
            return;
        // A reference may have been sent by a name that the server has replaced since.
        foreach ((string name, JsonElement value) in change.Data.Where(pair => type.References.All(r => r.Field.Name != pair.Key)))
        {
            JsonElement told = applied.Data?.Find(name) ?? value;
            Evidence.Require(type.Find(name) is not { } field || field.AreEqual(told, held.Data!.Find(name)), $"{applied.Entity}/{applied.ServerId} {name} is not what was taken in last.");
        }
    }

    private static void CheckSets(Evidence evidence, EntityId id, Change change, PulledEntity held)
    {
        foreach (FieldModel field in evidence.Model.Entity(id.Type).Fields.Where(f => f.Strategy.Name == "set_merge"))
        {
            HashSet<string> now = Members(held.Data!.Find(field.Name));
            HashSet<string> before = Members(change.Base?.Find(field.Name));
            foreach (string member in Members(change.Data.Find(field.Name)).Where(m => !before.Contains(m) && !evidence.User.Values.TakenOut.Contains(m)))
                Evidence.Require(now.Contains(member), $"{id} {field.Name} lacks '{member}', which was taken in.");
        }
    }

    private static HashSet<string> Members(JsonElement? value) => value is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray().Where(e => e.ValueKind is JsonValueKind.String).Select(e => e.GetString()!)]
        : [];
}
