using System.Text.Json;

namespace Athens.Sync.Merging;

/// <summary>A JSON object as a map, in which the last of equal keys counts. Up to some size, it is searched as it stands.</summary>
internal readonly struct JsonMap
{
    private const int ScannedMax = 16;

    private readonly JsonElement map;
    private readonly OrderedDictionary<string, JsonProperty>? keys;

    /// <summary>The keys of an object; of anything else, none.</summary>
    public JsonMap(JsonElement? value)
    {
        map = value is { ValueKind: JsonValueKind.Object } properties ? properties : default;
        if (map.ValueKind is not JsonValueKind.Object || map.GetPropertyCount() <= ScannedMax)
            return;
        keys = new OrderedDictionary<string, JsonProperty>(map.GetPropertyCount(), StringComparer.Ordinal);
        foreach (JsonProperty property in map.EnumerateObject())
            keys[property.Name] = property;
    }

    /// <summary>Each key once, where it stands first.</summary>
    public IEnumerable<JsonProperty> Keys => keys?.Values ?? Scanned();

    public JsonElement? Find(JsonProperty key)
    {
        if (keys is not null)
            return keys.TryGetValue(key.Name, out JsonProperty found) ? found.Value : null;
        return map.ValueKind is JsonValueKind.Object && JsonText.TryFind(map, key, out JsonElement value) ? value : null;
    }

    private IEnumerable<JsonProperty> Scanned()
    {
        int at = 0;
        foreach (JsonProperty property in map.ValueKind is JsonValueKind.Object ? map.EnumerateObject() : default)
        {
            if (!IsAmong(property, at++))
                yield return property;
        }
    }

    /// <summary>True where one of the first keys is the wanted one.</summary>
    private bool IsAmong(JsonProperty wanted, int first)
    {
        foreach (JsonProperty property in map.EnumerateObject())
        {
            if (first-- == 0)
                return false;
            if (JsonText.AreSameName(property, wanted))
                return true;
        }
        return false;
    }
}
