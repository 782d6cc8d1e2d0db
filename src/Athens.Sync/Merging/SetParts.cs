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
        JsonSet server = new(input.Server), client = new(input.Client), known = new(input.Base);
        var merged = new List<JsonElement>();
        foreach (JsonSet.Member element in server.Members)
        {
            if (client.Contains(element) || !known.Contains(element))
                merged.Add(element.Value);
        }
        foreach (JsonSet.Member element in client.Members)
        {
            if (!server.Contains(element) && !known.Contains(element))
                merged.Add(element.Value);
        }
        return new FieldMerge(MergeRow.Merged, SetOf(merged, input));
    }

    /// <summary>Every element of either side: the server's in their order, then the client's.</summary>
    public static MergeResult Union(in MergeInput input)
    {
        if (!AreSets(input))
            return MergeResult.Conflict;
        JsonSet server = new(input.Server);
        List<JsonElement> union = [.. server.Members.Select(element => element.Value)];
        union.AddRange(new JsonSet(input.Client).Members.Where(element => !server.Contains(element)).Select(element => element.Value));
        return MergeResult.Combined(SetOf(union, input));
    }

    private static bool AreSets(in MergeInput input) =>
        IsSet(input.Client) && IsSet(input.Server) && (!input.HasBase || IsSet(input.Base));

    private static bool IsSet(JsonElement? value) => Absence.Is(value) || value!.Value.ValueKind is JsonValueKind.Array;

    private static JsonElement? SetOf(List<JsonElement> elements, in MergeInput input) =>
        elements.Count == 0 ? Absence.OfEmpty(input, Empty) : Json.Array(elements);
}
