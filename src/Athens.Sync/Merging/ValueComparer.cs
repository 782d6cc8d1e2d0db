using System.Text.Json;

namespace Athens.Sync.Merging;

/// <summary>Says whether two values of a field are the same, by what the field's type is declared to mean.</summary>
public static class ValueComparer
{
    /// <summary>
    /// Compares two values of a field. A value that is not there equals JSON null. Numbers compare by value whatever
    /// their size; objects without the order of keys, in which a key that is not there differs from one that is null;
    /// text character by character; timestamps as instants where both have an offset and at most seven fraction
    /// digits, else as text; sets without order or repetition; UUIDs without case. A value that is not of the declared
    /// kind is compared as JSON. Never throws, and depends on neither culture nor time zone.
    /// </summary>
    public static bool AreEqual(ValueKind kind, JsonElement? left, JsonElement? right)
    {
        if (Absence.Is(left) || Absence.Is(right))
            return Absence.Is(left) && Absence.Is(right);
        return AreEqualPresent(kind, left!.Value, right!.Value);
    }

    /// <summary>Compares two values of one key of a map, where a key that is not there differs from one that is null.</summary>
    internal static bool AreEqualParts(ValueKind kind, JsonElement? left, JsonElement? right)
    {
        if (Absence.IsMissing(left) || Absence.IsMissing(right))
            return Absence.IsMissing(left) && Absence.IsMissing(right);
        return AreEqualPresent(kind, left!.Value, right!.Value);
    }

    private static bool AreEqualPresent(ValueKind kind, JsonElement left, JsonElement right)
    {
        if (left.ValueKind != right.ValueKind)
            return false;
        if (JsonText.AreSame(left, right))
            return true;
        return kind switch
        {
            ValueKind.Timestamp when Instants.TryRead(left, out long a) && Instants.TryRead(right, out long b) => a == b,
            ValueKind.Set when left.ValueKind is JsonValueKind.Array => new JsonSet(left).SetEquals(new JsonSet(right)),
            ValueKind.Uuid when left.ValueKind is JsonValueKind.String => JsonText.AreEqualWithoutCase(left, right),
            _ => AreEqualJson(left, right),
        };
    }

    /// <summary>Compares two values as JSON, whatever field they are of.</summary>
    internal static bool AreEqualJson(JsonElement left, JsonElement right) => left.ValueKind == right.ValueKind && left.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null => true,
        JsonValueKind.String => JsonText.AreEqual(left, right),
        JsonValueKind.Number => AreEqualNumbers(left, right),
        JsonValueKind.Array => AreEqualArrays(left, right),
        _ => JsonText.AreSame(left, right) || (left.GetPropertyCount() == right.GetPropertyCount() && HasAll(left, right) && HasAll(right, left)),
    };

    /// <summary>A decimal holds what few digits say, exactly; what it may not hold is compared by its digits.</summary>
    private static bool AreEqualNumbers(JsonElement left, JsonElement right) => JsonText.AreSame(left, right)
        || (JsonText.FitsDecimal(left) && JsonText.FitsDecimal(right)
            ? left.GetDecimal() == right.GetDecimal()
            : string.Equals(CanonicalText.Of(left), CanonicalText.Of(right), StringComparison.Ordinal));

    private static bool AreEqualArrays(JsonElement left, JsonElement right)
    {
        if (left.GetArrayLength() != right.GetArrayLength())
            return false;
        JsonElement.ArrayEnumerator others = right.EnumerateArray();
        foreach (JsonElement element in left.EnumerateArray())
        {
            if (!others.MoveNext() || !AreEqualJson(element, others.Current))
                return false;
        }
        return true;
    }

    /// <summary>Both ways, for where a name stands twice.</summary>
    private static bool HasAll(JsonElement map, JsonElement of)
    {
        foreach (JsonProperty property in of.EnumerateObject())
        {
            if (!JsonText.TryFind(map, property, out JsonElement value) || !AreEqualJson(property.Value, value))
                return false;
        }
        return true;
    }
}
