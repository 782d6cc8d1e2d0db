using System.Text.Json;

namespace Athens.Sync.Merging;

/// <summary>
/// A JSON array as a set. Up to some size, comparing with each element is cheaper than making texts to look them up by, and
/// allocates nothing.
/// </summary>
internal readonly struct JsonSet
{
    private const int ScannedMax = 16;

    private readonly JsonElement array;
    private readonly HashSet<string>? texts;

    /// <summary>The elements of an array; of anything else, none.</summary>
    public JsonSet(JsonElement? value)
    {
        array = value is { ValueKind: JsonValueKind.Array } elements ? elements : default;
        if (array.ValueKind is JsonValueKind.Array && array.GetArrayLength() > ScannedMax)
            texts = array.EnumerateArray().Select(element => CanonicalText.Of(element)).ToHashSet(StringComparer.Ordinal);
    }

    public bool Contains(JsonElement wanted) => texts?.Contains(CanonicalText.Of(wanted)) ?? IsAmong(wanted);

    public bool SetEquals(in JsonSet other) => ContainsAll(other) && other.ContainsAll(this);

    private bool ContainsAll(in JsonSet other)
    {
        foreach (JsonElement element in other.Elements)
        {
            if (!Contains(element))
                return false;
        }
        return true;
    }

    private JsonElement.ArrayEnumerator Elements => array.ValueKind is JsonValueKind.Array ? array.EnumerateArray() : default;

    private bool IsAmong(JsonElement wanted)
    {
        foreach (JsonElement element in Elements)
        {
            if (ValueComparer.AreEqualJson(element, wanted))
                return true;
        }
        return false;
    }
}
