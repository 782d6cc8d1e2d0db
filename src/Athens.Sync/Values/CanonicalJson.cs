using System.Text.Json;

namespace Athens.Sync;

/// <summary>Writes JSON so that the same content gives the same bytes: object keys in ordinal order, no white space.</summary>
public static class CanonicalJson
{
    /// <summary>Writes a state or a change's data, its fields in ordinal order of names.</summary>
    public static void Write(Utf8JsonWriter writer, FieldValues values)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(values);
        writer.WriteStartObject();
        KeyValuePair<string, JsonElement>[] fields = values.Fields.ToArray();
        fields.AsSpan().Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        foreach ((string name, JsonElement value) in fields)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }
        writer.WriteEndObject();
    }

    /// <summary>Writes a value. Numbers keep their digits.</summary>
    public static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Write(writer, FieldValues.FromObject(value));
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement element in value.EnumerateArray())
                    Write(writer, element);
                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
