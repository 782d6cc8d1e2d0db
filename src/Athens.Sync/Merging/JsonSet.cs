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
    private readonly OrderedDictionary<string, JsonElement>? byText;

    /// <summary>The elements of an array; of anything else, none.</summary>
    public JsonSet(JsonElement? value)
    {
        array = value is { ValueKind: JsonValueKind.Array } elements ? elements : default;
        if (array.ValueKind is not JsonValueKind.Array || array.GetArrayLength() <= ScannedMax)
            return;
        byText = new OrderedDictionary<string, JsonElement>(array.GetArrayLength(), StringComparer.Ordinal);
        foreach (JsonElement element in array.EnumerateArray())
            byText.TryAdd(CanonicalText.Of(element), element);
    }

    /// <summary>Each element once, where it stands first.</summary>
    public IEnumerable<Member> Members => byText?.Select(pair => new Member(pair.Value, pair.Key)) ?? Scanned();

    public bool Contains(in Member wanted) => byText?.ContainsKey(wanted.Text ?? CanonicalText.Of(wanted.Value)) ?? IsAmong(wanted.Value, int.MaxValue);

    public bool SetEquals(in JsonSet other) => ContainsAll(other) && other.ContainsAll(this);

    private bool ContainsAll(in JsonSet other)
    {
        foreach (JsonElement element in other.Elements)
        {
            if (!Contains(new Member(element, null)))
                return false;
        }
        return true;
    }

    private JsonElement.ArrayEnumerator Elements => array.ValueKind is JsonValueKind.Array ? array.EnumerateArray() : default;

    private IEnumerable<Member> Scanned()
    {
        int at = 0;
        foreach (JsonElement element in Elements)
        {
            if (!IsAmong(element, at++))
                yield return new Member(element, null);
        }
    }

    /// <summary>True where one of the first elements is the wanted one.</summary>
    private bool IsAmong(JsonElement wanted, int first)
    {
        ReadOnlySpan<byte> text = JsonText.Characters(wanted);
        foreach (JsonElement element in Elements)
        {
            if (first-- == 0)
                return false;
            if (text.IsEmpty ? ValueComparer.AreEqualJson(element, wanted) : JsonText.IsText(element, text))
                return true;
        }
        return false;
    }

    /// <summary>An element, and its text where its set has one.</summary>
    public readonly record struct Member(JsonElement Value, string? Text);
}
