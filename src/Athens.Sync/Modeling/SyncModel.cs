using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Athens.Sync.Modeling;

namespace Athens.Sync;

/// <summary>The entity types of an app, described once and shared by both sides. Immutable and safe to share.</summary>
public sealed class SyncModel
{
    private readonly FrozenDictionary<string, EntityModel> byType;
    private readonly FrozenDictionary<Type, EntityModel> byClrType;

    private readonly SchemaSteps steps;

    private SyncModel(IReadOnlyList<EntityModel> entities, SyncModelBuilder builder)
    {
        int schemaVersion = builder.Version;
        steps = new SchemaSteps(builder.Upcasts, entities.Select(entity => entity.Type), schemaVersion);
        Entities = entities;
        SchemaVersion = schemaVersion;
        byType = entities.ToFrozenDictionary(e => e.Type, StringComparer.Ordinal);
        byClrType = entities.ToFrozenDictionary(e => e.ClrType);
        Fingerprint = FingerprintOf(entities, schemaVersion);
    }

    /// <summary>The scope of entity types that declare neither a scope nor a parent.</summary>
    public const string DefaultScope = "default";

    /// <summary>Every entity type: a parent stands before its children.</summary>
    public IReadOnlyList<EntityModel> Entities { get; }

    /// <summary>The version of the app's schema.</summary>
    public int SchemaVersion { get; }

    /// <summary>A short text that differs when the shape of the model differs: 16 hex digits.</summary>
    public string Fingerprint { get; }

    /// <summary>Builds a model by reflection over the entity types.</summary>
    /// <exception cref="SyncModelException">The description contradicts itself.</exception>
    [RequiresUnreferencedCode("Reads entity types by reflection; pass a JsonSerializerContext where code is trimmed.")]
    [RequiresDynamicCode("Reads entity types by reflection; pass a JsonSerializerContext where code is compiled ahead of time.")]
    public static SyncModel Create(Action<SyncModelBuilder> build)
    {
        JsonSerializerOptions json = JsonFor(new DefaultJsonTypeInfoResolver());
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        return Create(json, build);
    }

    /// <summary>Builds a model over source-generated JSON metadata of the entity types.</summary>
    /// <exception cref="SyncModelException">The description contradicts itself.</exception>
    public static SyncModel Create(IJsonTypeInfoResolver resolver, Action<SyncModelBuilder> build) => Create(JsonFor(resolver), build);

    /// <summary>Values of an entity as an older schema had them, as this one has them.</summary>
    /// <param name="type">The entity type's wire name.</param>
    /// <param name="values">Some of the entity's fields.</param>
    /// <param name="from">The schema that they are of.</param>
    public FieldValues Upcast(string type, FieldValues values, int from) => steps.Upcast(type, values, from);

    /// <summary>Finds an entity type by its wire name.</summary>
    public EntityModel? Find(string type) => byType.GetValueOrDefault(type);

    /// <summary>Finds an entity type by its CLR type.</summary>
    public EntityModel? Find(Type clrType) => byClrType.GetValueOrDefault(clrType);

    /// <summary>The entity type with this wire name.</summary>
    /// <exception cref="KeyNotFoundException">The model has no such type.</exception>
    public EntityModel Entity(string type) => Find(type) ?? throw new KeyNotFoundException($"The model has no entity '{type}'.");

    /// <summary>The entity type of a CLR type.</summary>
    /// <exception cref="KeyNotFoundException">The model has no such type.</exception>
    public EntityModel Entity(Type clrType)
    {
        ArgumentNullException.ThrowIfNull(clrType);
        return Find(clrType) ?? throw new KeyNotFoundException($"The model has no entity of type {clrType.Name}.");
    }

    private static SyncModel Create(JsonSerializerOptions json, Action<SyncModelBuilder> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        var builder = new SyncModelBuilder(json);
        build(builder);
        json.MakeReadOnly();
        List<EntityModel> entities = [.. builder.Entities.Select(e => new EntityAssembler(e, json).Assemble())];
        return new SyncModel(ModelCheck.Order(entities), builder);
    }

    private static JsonSerializerOptions JsonFor(IJsonTypeInfoResolver resolver) => new()
    {
        TypeInfoResolver = resolver,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        AllowDuplicateProperties = false,
        MaxDepth = Json.DepthMax,
        Converters = { new PairedTextConverter() },
    };

    private static string FingerprintOf(IEnumerable<EntityModel> entities, int schemaVersion)
    {
        var text = new StringBuilder().Append(schemaVersion).Append('\n');
        foreach (EntityModel entity in entities.OrderBy(e => e.Type, StringComparer.Ordinal))
            text.Append(entity.Type).Append(' ').Append(entity.Lane).Append(entity.HasServerAssignedKey ? " assigned " : " ")
                .AppendJoin(',', entity.Fields.Select(f => $"{f.Name}:{f.Kind}").Order(StringComparer.Ordinal)).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())), 0, 8);
    }
}
