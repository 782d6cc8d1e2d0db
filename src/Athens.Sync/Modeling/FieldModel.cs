using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Athens.Sync.Merging;

namespace Athens.Sync.Modeling;

/// <summary>One declared field of an entity type. Immutable.</summary>
public sealed class FieldModel
{
    private readonly JsonPropertyInfo property;
    private readonly JsonTypeInfo type;

    /// <summary>True where no number can become an infinity.</summary>
    private readonly bool isExact;

    /// <summary>True for text, which needs no serializer.</summary>
    private readonly bool isText;

    internal FieldModel(JsonPropertyInfo property, FieldOptions options)
    {
        this.property = property;
        type = property.Options.GetTypeInfo(property.PropertyType);
        isText = type.Converter is PairedTextConverter;
        isExact = ValueKinds.IsExact(property.PropertyType);
        Name = property.Name;
        PropertyName = options.PropertyName;
        Access = options.Access;
        Strategy = options.Strategy;
        NeverLess = options.NeverLess;
        Leased = options.Leased;
        if (Leased is not null && property.PropertyType != typeof(long?) && property.PropertyType != typeof(int?))
            throw new SyncModelException($"{options.PropertyName} is a leased number: its type is long? or int?, for an entity may be without one until the server takes it in.");
        Kind = ValueKinds.Of(property.PropertyType, options.Strategy);
        IsNullable = property.PropertyType.IsValueType
            ? Nullable.GetUnderlyingType(property.PropertyType) is not null
            : property.IsSetNullable;
    }

    /// <summary>The wire name, snake_case unless the property says otherwise.</summary>
    public string Name { get; }

    /// <summary>The name of the CLR property.</summary>
    public string PropertyName { get; }

    /// <summary>The CLR type of the property.</summary>
    public Type ClrType => property.PropertyType;

    /// <summary>How two values compare.</summary>
    public ValueKind Kind { get; }

    /// <summary>True when null is a value of this field; a missing key then counts as null.</summary>
    public bool IsNullable { get; }

    /// <summary>Who may set the field.</summary>
    public FieldAccess Access { get; }

    /// <summary>What decides when client and server both moved.</summary>
    public IMergeStrategy Strategy { get; }

    /// <summary>True when removals and un-ticks are refused, whoever makes them.</summary>
    public bool NeverLess { get; }

    /// <summary>How the server allocates the field's values; null where it does not.</summary>
    public LeasedNumbers? Leased { get; }

    /// <summary>Reads the field's value from an entity object.</summary>
    /// <exception cref="ArgumentException">A text in it holds an unpaired surrogate.</exception>
    public JsonElement Read(object entity) => Json.Build(writer => Read(entity, writer));

    /// <summary>Writes the field's value of an entity object as JSON.</summary>
    /// <exception cref="ArgumentException">A text in it holds an unpaired surrogate.</exception>
    internal void Read(object entity, Utf8JsonWriter writer)
    {
        try
        {
            if (isText)
                PairedTextConverter.WriteValue(writer, (string?)property.Get!(entity));
            else
                JsonSerializer.Serialize(writer, property.Get!(entity), type);
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException($"{PropertyName} is not valid text: it holds an unpaired surrogate, which would be stored as another character.", exception);
        }
    }

    /// <summary>Sets the field on an entity object.</summary>
    /// <exception cref="JsonException">The value is not of the property's type.</exception>
    public void Write(object entity, JsonElement value) => property.Set!(entity, Parse(value));

    /// <summary>Turns a JSON value into the property's CLR value.</summary>
    /// <exception cref="JsonException">The value is not of the property's type.</exception>
    public object? Parse(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null && !IsNullable)
            throw new JsonException($"{Name} cannot be null.");
        if (isText && value.ValueKind is JsonValueKind.String)
            return value.GetString();
        object? parsed = value.Deserialize(type);
        return !isExact && Json.HoldsHuge(value) ? Writable(parsed) : parsed;
    }

    /// <summary>True for a value that the property can hold.</summary>
    public bool CanHold(JsonElement value) => (isText && JsonText.IsPlainText(value)) || CanParse(value);

    /// <summary>The three-way table for this field. What its strategy makes up, and the property cannot hold, is no answer.</summary>
    internal FieldMerge Merge(in MergeInput input)
    {
        FieldMerge merge = ThreeWayMerge.Merge(Strategy, input);
        return merge.Row is not MergeRow.Merged || CanHold(merge.Value ?? Json.Null) ? merge : new FieldMerge(MergeRow.Conflict, input.Server);
    }

    /// <summary>True when the two values count as the same value of this field.</summary>
    public bool AreEqual(JsonElement? left, JsonElement? right) => ValueComparer.AreEqual(Kind, left, right);

    /// <inheritdoc />
    public override string ToString() => Name;

    private bool CanParse(JsonElement value)
    {
        try
        {
            Parse(value);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException or OverflowException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>A number beyond the range of a floating-point type is read as infinity, which cannot be written again.</summary>
    private object? Writable(object? parsed)
    {
        try
        {
            JsonSerializer.SerializeToElement(parsed, type);
            return parsed;
        }
        catch (ArgumentException exception)
        {
            throw new JsonException($"{Name} cannot hold a number so large.", exception);
        }
    }
}
