using System.Text.Json;
using Athens.Sync.Modeling;
using Athens.Sync.Wire;

namespace Athens.Sync.Testing.Simulating.Checks;

/// <summary>Every word that the server holds, a user wrote.</summary>
internal static class NothingIsInvented
{
    public static void Check(Evidence evidence)
    {
        foreach ((EntityId id, PulledEntity held) in evidence.State.Where(e => !e.Value.Deleted))
        {
            foreach (FieldModel field in evidence.Model.Entity(id.Type).Fields.Where(f => f.Access is FieldAccess.Writable && f.Kind is ValueKind.Text or ValueKind.Set))
            {
                foreach (string word in Words(held.Data!.Find(field.Name)).Where(IsOurs))
                    Evidence.Require(evidence.User.Values.Words.Contains(word), $"{id} {field.Name} holds '{word}', which nobody wrote.");
            }
        }
    }

    /// <summary>The simulator's own words can be told from defaults and from what an app's rules write.</summary>
    private static bool IsOurs(string word) => word.Length > 1 && word[0] == 'w' && char.IsAsciiDigit(word[1]);

    private static IEnumerable<string> Words(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.String } text => [text.GetString()!],
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Where(e => e.ValueKind is JsonValueKind.String).Select(e => e.GetString()!),
        _ => [],
    };
}
