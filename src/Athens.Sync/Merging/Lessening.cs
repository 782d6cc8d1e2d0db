using System.Text.Json;

namespace Athens.Sync.Merging;

/// <summary>Finds what a value to be written takes back of the one that is there.</summary>
internal static class Lessening
{
    public static IReadOnlyList<string> Find(JsonElement? server, JsonElement? result) => server?.ValueKind switch
    {
        JsonValueKind.Array => Removed(server.Value, result),
        JsonValueKind.Object => [.. server.Value.EnumerateObject().Where(p => IsLess(p, result)).Select(p => p.Name)],
        JsonValueKind.True when !Checklist.IsTicked(result) => ["true"],
        _ => [],
    };

    private static List<string> Removed(JsonElement server, JsonElement? result)
    {
        HashSet<string> left = result is { ValueKind: JsonValueKind.Array } set
            ? set.EnumerateArray().Select(e => CanonicalText.Of(e)).ToHashSet(StringComparer.Ordinal)
            : [];
        return [.. server.EnumerateArray().Where(e => left.Add(CanonicalText.Of(e))).Select(Name)];
    }

    private static string Name(JsonElement element) =>
        element.ValueKind is JsonValueKind.String ? element.GetString()! : element.GetRawText();

    private static bool IsLess(JsonProperty key, JsonElement? result)
    {
        if (result is not { ValueKind: JsonValueKind.Object } map || !map.TryGetProperty(key.Name, out JsonElement value))
            return true;
        return Checklist.IsTicked(key.Value) && !Checklist.IsTicked(value);
    }
}
