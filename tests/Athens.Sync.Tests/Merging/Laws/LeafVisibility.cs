using System.Text.Json;
using Athens.Sync.Merging;
using Athens.Sync.Testing;

namespace Athens.Sync.Tests.Merging.Laws;

/// <summary>
/// A value of many pieces: each path to a scalar, and each element of a set, is written and lost by itself. Null in the
/// place of a set or a map is an empty one.
/// </summary>
/// <param name="areItems">True to read a boolean as an item that says only whether it is done.</param>
internal sealed class LeafVisibility(bool areItems = false) : IVisibility
{
    public bool HasLost(LawSubject subject, MergeSide? known, MergeSide written, MergeSide result)
    {
        if (!IsContainer(result) && !IsContainer(written))
            return new WholeVisibility().HasLost(subject, known, written, result);
        Dictionary<string, string> before = Leaves(known?.Value, known?.Value);
        Dictionary<string, string> wrote = Leaves(written.Value, known?.Value);
        Dictionary<string, string> after = Leaves(result.Value, known?.Value);
        return before.Keys.Union(wrote.Keys).Any(path =>
            Moved(path, before, wrote, known is not null)
            && after.GetValueOrDefault(path) != wrote.GetValueOrDefault(path)
            && !IsMark(path, before, wrote)
            && !IsEmptied(path, before, wrote, after));
    }

    private static bool IsContainer(MergeSide side) => side.Value is { ValueKind: JsonValueKind.Object or JsonValueKind.Array };

    private bool IsMark(string path, Dictionary<string, string> before, Dictionary<string, string> wrote) =>
        path.EndsWith("[]", StringComparison.Ordinal) || (!areItems && (wrote.GetValueOrDefault(path) ?? before[path]) == "object");

    private bool IsEmptied(string path, Dictionary<string, string> before, Dictionary<string, string> wrote, Dictionary<string, string> after) =>
        !areItems && (wrote.GetValueOrDefault(path) ?? before[path]) == "null" && (after.ContainsKey($"{path}[]") || after.GetValueOrDefault(path) == "object");

    private static bool Moved(string path, Dictionary<string, string> before, Dictionary<string, string> wrote, bool hasBase) =>
        hasBase ? before.GetValueOrDefault(path) != wrote.GetValueOrDefault(path) : wrote.ContainsKey(path);

    private Dictionary<string, string> Leaves(JsonElement? value, JsonElement? known)
    {
        var leaves = new Dictionary<string, string>(StringComparer.Ordinal);
        if (value is { } present)
            Add(leaves, "", present, known);
        return leaves;
    }

    private void Add(Dictionary<string, string> leaves, string path, JsonElement value, JsonElement? known)
    {
        if (areItems && path.Length > 0 && !path.Contains('.', StringComparison.Ordinal) && Checklist.IsFlag(value))
            value = Checklist.AsObject(value, known);
        if (value.ValueKind is JsonValueKind.Object)
        {
            if (path.Length > 0)
                leaves[path] = "object";
            foreach (JsonProperty property in value.EnumerateObject())
                Add(leaves, path.Length == 0 ? property.Name : $"{path}.{property.Name}", property.Value, Below(known, property.Name));
        }
        else if (value.ValueKind is JsonValueKind.Array)
        {
            leaves[$"{path}[]"] = "set";
            foreach (JsonElement element in value.EnumerateArray())
                leaves[$"{path}[{CanonicalText.Of(element)}]"] = "in";
        }
        else if (path.Length > 0)
        {
            leaves[path] = CanonicalText.Of(value);
        }
    }

    private static JsonElement? Below(JsonElement? known, string name) =>
        known is { ValueKind: JsonValueKind.Object } map && map.TryGetProperty(name, out JsonElement value) ? value : null;
}
