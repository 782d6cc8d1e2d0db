using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Athens.Sync.Modeling;

/// <summary>One declared entity type. Immutable.</summary>
public sealed class EntityModel
{
    private const int FieldBytesUsual = 80;

    private readonly FrozenDictionary<string, FieldModel> byName;
    private readonly FrozenDictionary<string, FieldModel> byProperty;
    private readonly JsonTypeInfo typeInfo;
    private readonly JsonPropertyInfo keyProperty;

    internal EntityModel(EntityParts parts)
    {
        Type = parts.Type;
        typeInfo = parts.TypeInfo;
        keyProperty = parts.Key;
        KeyPropertyName = parts.KeyPropertyName;
        Fields = parts.Fields;
        byName = parts.Fields.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);
        byProperty = parts.Fields.ToFrozenDictionary(f => f.PropertyName, StringComparer.Ordinal);
        Status = parts.Status;
        ScopeField = parts.ScopeField;
        References = parts.References;
        Parent = parts.References.FirstOrDefault(r => r.IsParent);
        Groups = parts.Groups;
        HasServerAssignedKey = parts.HasServerAssignedKey;
        IsAppendOnly = parts.IsAppendOnly;
        Lane = parts.Lane;
        HasStamps = parts.Fields.Any(f => f.Strategy.UsesStamps);
        IgnoresUnknownFields = parts.IgnoresUnknownFields;
    }

    /// <summary>The wire name, "permit".</summary>
    public string Type { get; }

    /// <summary>The app's CLR type.</summary>
    public Type ClrType => typeInfo.Type;

    /// <summary>The CLR property that holds the key.</summary>
    public string KeyPropertyName { get; }

    /// <summary>The CLR type of the key: string, Guid, int or long.</summary>
    public Type KeyType => keyProperty.PropertyType;

    /// <summary>The declared fields, the key not among them.</summary>
    public IReadOnlyList<FieldModel> Fields { get; }

    /// <summary>The status field with its machine, if there is one.</summary>
    public StatusModel? Status { get; }

    /// <summary>The field whose value is the entity's scope; null where the parent's scope, or the only one, is meant.</summary>
    public FieldModel? ScopeField { get; }

    /// <summary>The fields that hold keys of other entities.</summary>
    public IReadOnlyList<ReferenceModel> References { get; }

    /// <summary>The entity that this one belongs to, if any.</summary>
    public ReferenceModel? Parent { get; }

    /// <summary>The groups of fields that merge as one value.</summary>
    public IReadOnlyList<IReadOnlyList<FieldModel>> Groups { get; }

    /// <summary>True when the server gives the key, and a device makes a temporary one.</summary>
    public bool HasServerAssignedKey { get; }

    /// <summary>True when entities are only ever added.</summary>
    public bool IsAppendOnly { get; }

    /// <summary>The feed lane: <see cref="Lanes.Critical"/> is sent and pulled first.</summary>
    public string Lane { get; }

    /// <summary>True when fields that are not declared are left out of a change, and listed, rather than refused.</summary>
    public bool IgnoresUnknownFields { get; }

    /// <summary>True when some field merges by when it was written.</summary>
    internal bool HasStamps { get; }

    /// <summary>Finds a field by its wire name.</summary>
    public FieldModel? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Finds a field by the name of its CLR property.</summary>
    public FieldModel? FindProperty(string propertyName) => byProperty.GetValueOrDefault(propertyName);

    /// <summary>The field with this wire name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such field.</exception>
    public FieldModel Field(string name) => Find(name) ?? throw new KeyNotFoundException($"{Type} has no field '{name}'.");

    /// <summary>The entity object's key as text; empty when it has none yet.</summary>
    public string KeyOf(object entity) => EntityKeys.ToText(keyProperty.Get!(entity));

    /// <summary>Sets the entity object's key from text.</summary>
    /// <exception cref="FormatException">The text is not a key of this type.</exception>
    public void SetKey(object entity, string key) => keyProperty.Set!(entity, ParseKey(key));

    /// <summary>Turns a key's text into the CLR key.</summary>
    /// <exception cref="FormatException">The text is not a key of this type.</exception>
    public object ParseKey(string key) => EntityKeys.FromText(KeyType, key);

    /// <summary>True for a key that a device made for the time until the server gives one: it is negative.</summary>
    public bool IsTemporaryKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return HasServerAssignedKey && key.StartsWith('-');
    }

    /// <summary>True for a key that the server may give.</summary>
    internal bool IsAssignableKey(string key) =>
        HasServerAssignedKey && long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number > 0
        && (KeyType == typeof(long) || number <= int.MaxValue) && CanonicalKey(key) == key;

    /// <summary>True when a key can be made outside of the database: a UUID is a string or a Guid, and no number.</summary>
    internal bool TakesMadeKeys => KeyType == typeof(string) || KeyType == typeof(Guid);

    /// <summary>The one text of a key: a UUID in lower case, a number without leading zeros; other text as it is.</summary>
    internal string CanonicalKey(string key)
    {
        if (KeyType == typeof(string))
            return key;
        try
        {
            return EntityKeys.ToText(ParseKey(key)) is { Length: > 0 } canonical ? canonical : key;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return key;
        }
    }

    /// <summary>Reads every declared field of an entity object.</summary>
    /// <exception cref="ArgumentException">A text in it holds an unpaired surrogate.</exception>
    public FieldValues ReadState(object entity)
    {
        if (Fields.Count == 0)
            return FieldValues.Empty;
        var buffer = new ArrayBufferWriter<byte>(Fields.Count * FieldBytesUsual);
        using var writer = new Utf8JsonWriter(buffer, Json.WriterOptions);
        foreach (FieldModel field in Fields)
        {
            // Each value is a text of its own to the writer, so that none may be nested less deep than it may be by itself.
            buffer.Write(buffer.WrittenCount == 0 ? "["u8 : ","u8);
            field.Read(entity, writer);
            writer.Flush();
            writer.Reset();
        }
        buffer.Write("]"u8);
        var state = new FieldTable(Fields.Count);
        int at = 0;
        foreach (JsonElement value in JsonElement.Parse(buffer.WrittenSpan).EnumerateArray())
            state.Set(Fields[at++].Name, value);
        return new FieldValues(state);
    }

    /// <summary>The state of a new entity: what is said of it, and for what is not the defaults of the app's type.</summary>
    /// <exception cref="JsonException">A value is not of its property's type.</exception>
    internal FieldValues NewState(string key, FieldValues said)
    {
        if (said.Count < Fields.Count)
            return ReadState(Materialize(key, said)).With(said);
        var state = new FieldTable(Fields.Count);
        foreach (FieldModel field in Fields)
            state.Set(field.Name, said[field.Name]);
        return new FieldValues(state);
    }

    /// <summary>Makes an entity object from its key and state; a field that the state lacks keeps its default.</summary>
    /// <exception cref="JsonException">A value is not of its property's type.</exception>
    public object Materialize(string key, FieldValues state)
    {
        ArgumentNullException.ThrowIfNull(state);
        object entity = New();
        SetKey(entity, key);
        foreach ((string name, JsonElement value) in state.Fields)
            Find(name)?.Write(entity, value);
        return entity;
    }

    /// <summary>As <see cref="Materialize"/>; null, with the reason, when the app's type cannot hold a value.</summary>
    internal object? TryMaterialize(string key, FieldValues state, out UnreadableEntityException? fault)
    {
        object entity = New();
        string at = KeyPropertyName;
        try
        {
            SetKey(entity, key);
            foreach ((string name, JsonElement value) in state.Fields)
            {
                at = name;
                Find(name)?.Write(entity, value);
            }
            fault = null;
            return entity;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or OverflowException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            fault = new UnreadableEntityException(new EntityId(Type, key), at, exception);
            return null;
        }
    }

    private object New() => typeInfo.CreateObject?.Invoke() ?? throw new SyncModelException($"{ClrType} has no public constructor without parameters.");

    /// <inheritdoc />
    public override string ToString() => Type;
}
