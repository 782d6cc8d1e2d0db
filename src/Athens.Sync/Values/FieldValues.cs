using System.Buffers;
using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Athens.Sync;

/// <summary>
/// An immutable map from a field's wire name to its JSON value: the shape of an entity's state, of a change's
/// <c>data</c> and of its <c>base</c>. Names compare by ordinal; the order in which fields were first set is kept.
/// </summary>
[JsonConverter(typeof(FieldValuesConverter))]
[SuppressMessage("Naming", "CA1710", Justification = "It is named for what it holds.")]
public sealed class FieldValues : IReadOnlyDictionary<string, JsonElement>
{
    private readonly FieldTable fields;

    internal FieldValues(FieldTable fields) => this.fields = fields;

    /// <summary>The map without a field.</summary>
    public static FieldValues Empty { get; } = new(new FieldTable(0));

    /// <summary>The number of fields.</summary>
    public int Count => fields.Count;

    /// <summary>The names, in order.</summary>
    public IEnumerable<string> Keys => fields.Names();

    /// <summary>The values, in the order of <see cref="Keys"/>.</summary>
    public IEnumerable<JsonElement> Values => fields.Values();

    /// <summary>The fields, in order.</summary>
    internal ReadOnlySpan<KeyValuePair<string, JsonElement>> Fields => fields.Fields;

    /// <summary>The value of a field.</summary>
    /// <exception cref="KeyNotFoundException">The field is not here.</exception>
    public JsonElement this[string key] => TryGetValue(key, out JsonElement value) ? value : throw new KeyNotFoundException($"There is no field '{key}'.");

    /// <summary>Makes a map from pairs; the last of equal names wins.</summary>
    public static FieldValues From(IEnumerable<KeyValuePair<string, JsonElement>> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var copy = new FieldTable(pairs.TryGetNonEnumeratedCount(out int count) ? count : 0);
        foreach ((string name, JsonElement value) in pairs)
            copy.Set(name, value);
        return Of(copy);
    }

    /// <summary>Makes a map from a JSON object.</summary>
    /// <exception cref="JsonException">The element is not an object.</exception>
    public static FieldValues FromObject(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new JsonException($"A JSON object was expected, not {Json.Describe(element)}.");
        var copy = new FieldTable(element.GetPropertyCount());
        foreach (JsonProperty property in element.EnumerateObject())
            copy.Set(property.Name, property.Value);
        return Of(copy);
    }

    /// <summary>Reads a JSON object from text.</summary>
    /// <exception cref="JsonException">The text is not one JSON object without duplicate keys.</exception>
    public static FieldValues Parse([StringSyntax(StringSyntaxAttribute.Json)] string json) => FromObject(Json.Parse(json));

    /// <summary>True when the field is here, be its value null or not.</summary>
    public bool ContainsKey(string key) => fields.IndexOf(key) >= 0;

    /// <summary>Gets the value of a field.</summary>
    public bool TryGetValue(string key, out JsonElement value)
    {
        int index = fields.IndexOf(key);
        value = index < 0 ? default : fields.Fields[index].Value;
        return index >= 0;
    }

    /// <summary>The field's value, or null where the field is not here.</summary>
    public JsonElement? Find(string name) => TryGetValue(name, out JsonElement value) ? value : null;

    /// <summary>This map with one field set.</summary>
    public FieldValues With(string name, JsonElement value)
    {
        FieldTable copy = fields.Copy(1);
        copy.Set(name, value);
        return new FieldValues(copy);
    }

    /// <summary>This map with every field of <paramref name="other"/> set over it.</summary>
    public FieldValues With(FieldValues other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Count == 0)
            return this;
        if (Count == 0)
            return other;
        FieldTable copy = fields.Copy(0);
        foreach ((string name, JsonElement value) in other.Fields)
            copy.Set(name, value);
        return new FieldValues(copy);
    }

    /// <summary>The fields of this map whose name the predicate takes.</summary>
    public FieldValues Where(Func<string, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        int first = 0;
        while (first < Count && predicate(Fields[first].Key))
            first++;
        if (first == Count)
            return this;
        FieldTable taken = fields.First(first);
        foreach ((string name, JsonElement value) in Fields[(first + 1)..])
        {
            if (predicate(name))
                taken.Set(name, value);
        }
        return Of(taken);
    }

    /// <summary>True for the same fields in the same order, to the letter: what is kept once is read as it was written.</summary>
    internal bool IsToTheLetter(FieldValues other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (Count != other.Count)
            return false;
        for (int at = 0; at < Count; at++)
        {
            if (Fields[at].Key != other.Fields[at].Key || !JsonMarshal.GetRawUtf8Value(Fields[at].Value).SequenceEqual(JsonMarshal.GetRawUtf8Value(other.Fields[at].Value)))
                return false;
        }
        return true;
    }

    /// <summary>The map as compact JSON, in its own order.</summary>
    public string ToJson() => Encoding.UTF8.GetString(ToUtf8());

    /// <summary>The map as compact UTF-8 JSON, in its own order.</summary>
    public byte[] ToUtf8()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Json.WriterOptions))
            Write(writer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes the map as one JSON object.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        foreach ((string name, JsonElement value) in Fields)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
        writer.WriteEndObject();
    }

    /// <inheritdoc />
    public override string ToString() => ToJson();

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, JsonElement>> GetEnumerator() => fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static FieldValues Of(FieldTable fields) => fields.Count == 0 ? Empty : new FieldValues(fields);
}
