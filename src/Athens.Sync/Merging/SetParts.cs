using System.Text.Json;

namespace Athens.Sync.Merging;

/// <summary>Merges sets element by element. A set that is null or not there has no elements.</summary>
internal static class SetParts
{
    private static readonly JsonElement Empty = JsonElement.Parse("[]"u8);

    /// <summary>
    /// The table for the presence of each element, which decides every one: what a side added is in, what a side removed
    /// is out. The server's elements keep their order, and the client's additions follow in theirs. Conflicts only if a
    /// value is no set.
    /// </summary>
    public static FieldMerge Merge(in MergeInput input)
    {
        if (!AreSets(input))
            return Table.Conflict(input);
        OrderedDictionary<string, JsonElement> server = Elements(input.Server), client = Elements(input.Client), known = Elements(input.Base);
        IEnumerable<JsonElement> kept = server.Where(e => client.ContainsKey(e.Key) || !known.ContainsKey(e.Key)).Select(e => e.Value);
        IEnumerable<JsonElement> added = client.Where(e => !server.ContainsKey(e.Key) && !known.ContainsKey(e.Key)).Select(e => e.Value);
        return new FieldMerge(MergeRow.Merged, SetOf([.. kept, .. added], input));
    }

    /// <summary>Every element of either side: the server's in their order, then the client's.</summary>
    public static MergeResult Union(in MergeInput input)
    {
        if (!AreSets(input))
            return MergeResult.Conflict;
        OrderedDictionary<string, JsonElement> union = Elements(input.Server);
        foreach ((string text, JsonElement element) in Elements(input.Client))
            union.TryAdd(text, element);
        return MergeResult.Combined(SetOf([.. union.Values], input));
    }

    private static bool AreSets(in MergeInput input) =>
        IsSet(input.Client) && IsSet(input.Server) && (!input.HasBase || IsSet(input.Base));

    private static bool IsSet(JsonElement? value) => Absence.Is(value) || value!.Value.ValueKind is JsonValueKind.Array;

    private static JsonElement? SetOf(List<JsonElement> elements, in MergeInput input) =>
        elements.Count == 0 ? Absence.OfEmpty(input, Empty) : Json.Array(elements);

    private static OrderedDictionary<string, JsonElement> Elements(JsonElement? set)
    {
        var elements = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        if (!Absence.Is(set))
        {
            foreach (JsonElement element in set!.Value.EnumerateArray())
                elements.TryAdd(CanonicalText.Of(element), element);
        }
        return elements;
    }
}
