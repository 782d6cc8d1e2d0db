using System.Text.Json;

namespace Athens.Sync.Merging;

/// <summary>Merges maps key by key. A map that is null or not there has no keys.</summary>
internal static class MapParts
{
    private static readonly JsonElement Empty = JsonElement.Parse("{}"u8);

    /// <summary>True when every value is a map, or none at all.</summary>
    public static bool AreMaps(in MergeInput input) =>
        IsMap(input.Client) && IsMap(input.Server) && (!input.HasBase || IsMap(input.Base));

    /// <summary>
    /// Merges each key that either side has, the server's in their order and then the client's. Conflicts if one key does,
    /// or if a value is no map.
    /// </summary>
    public static FieldMerge Merge(in MergeInput input, PartMerge merge)
    {
        if (!AreMaps(input))
            return Table.Conflict(input);
        JsonMap server = new(input.Server), client = new(input.Client), known = new(input.Base);
        var merged = new List<KeyValuePair<string, JsonElement>>();
        bool drops = false;
        foreach (JsonProperty key in server.Keys.Concat(client.Keys.Where(key => server.Find(key) is null)))
        {
            string name = key.Name;
            FieldMerge part = merge(name, input with { Base = known.Find(key), Client = client.Find(key), Server = server.Find(key) });
            if (part.Row is MergeRow.Conflict)
                return Table.Conflict(input);
            if (!Absence.IsMissing(part.Value))
                merged.Add(KeyValuePair.Create(name, part.Value!.Value));
            drops |= part.Drops;
        }
        JsonElement? value = merged.Count == 0 ? Absence.OfEmpty(input, Empty) : Map(merged);
        return new FieldMerge(MergeRow.Merged, value, drops);
    }

    /// <summary>Makes a map of its keys, in their order.</summary>
    public static JsonElement Map(IEnumerable<KeyValuePair<string, JsonElement>> keys) => Json.Build(FieldValues.From(keys).Write);

    private static bool IsMap(JsonElement? value) => Absence.Is(value) || value!.Value.ValueKind is JsonValueKind.Object;
}
