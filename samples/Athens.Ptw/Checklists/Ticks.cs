using System.Text.Json;

namespace Athens.Ptw.Checklists;

/// <summary>Reads the two forms of a checklist item: <c>true</c>, and <c>{ "done": true, "comments": "…" }</c>.</summary>
public static class Ticks
{
    /// <summary>Whether the item is there and done. A form that is neither of the two is not done.</summary>
    public static bool IsDone(IReadOnlyDictionary<string, JsonElement> checklist, string key) =>
        checklist.TryGetValue(key, out JsonElement item) && IsDone(item);

    private static bool IsDone(JsonElement item) => item.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.Object => item.TryGetProperty("done", out JsonElement done) && done.ValueKind == JsonValueKind.True,
        _ => false,
    };
}
