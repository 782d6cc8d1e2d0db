using System.Text.Json;
using Athens.Sync.Modeling;
using Athens.Sync.Wire;

namespace Athens.Sync.Testing.Simulating.Checks;

/// <summary>
/// A counter is what all taken-in changes added to it: none missing, none twice. Told only of entities that were never deleted or
/// decided on, on days without a device that was put back: there a change may count again (see the guarantees).
/// </summary>
internal static class CountersAddUp
{
    public static void Check(Evidence evidence)
    {
        if (!evidence.IsOneLifeEach)
            return;
        foreach ((EntityId id, PulledEntity held) in evidence.State.Where(e => !e.Value.Deleted && !evidence.User.MayHaveDeleted(e.Key) && !evidence.User.MayHaveOverruled(e.Key)))
        {
            foreach (FieldModel field in evidence.Model.Entity(id.Type).Fields.Where(f => f.Strategy.Name == "counter"))
            {
                decimal sum = evidence.Server.TakenIn.Where(t => t.Applied.Entity == id.Type && t.Applied.ServerId == id.Key).Sum(t => Added(t.Change, field.Name));
                decimal value = Number(held.Data!.Find(field.Name));
                Evidence.Require(sum == value, $"{id} {field.Name} is {value}, and what was taken in adds up to {sum}.");
            }
        }
    }

    private static decimal Added(Change change, string field) =>
        change.Data.ContainsKey(field) ? Number(change.Data.Find(field)) - Number(change.Base?.Find(field)) : 0;

    private static decimal Number(JsonElement? value) => value is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out decimal result) ? result : 0;
}
