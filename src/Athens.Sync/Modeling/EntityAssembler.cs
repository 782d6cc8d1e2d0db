using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Athens.Sync.Modeling;

/// <summary>Turns what an entity builder collected into a checked <see cref="EntityModel"/>.</summary>
internal sealed class EntityAssembler(EntityOptions options, JsonSerializerOptions json)
{
    private readonly JsonTypeInfo typeInfo = json.GetTypeInfo(options.ClrType);

    public EntityModel Assemble()
    {
        RefuseUndeclared();
        List<FieldModel> fields = [.. options.Fields.Where(f => f.PropertyName != options.Key).Select(f => new FieldModel(Property(f.PropertyName), f))];
        if (fields.Count == 0)
            throw Wrong("declares no field");
        FieldModel Named(string property) => fields.Find(f => f.PropertyName == property) ?? throw Wrong($"uses {property}, which is not declared as a field");

        return new EntityModel(new EntityParts
        {
            Type = options.Type,
            TypeInfo = typeInfo,
            Key = KeyProperty(),
            KeyPropertyName = options.Key!,
            Fields = fields,
            References = [.. options.References.Select(r => new ReferenceModel(Named(r.Property), r.Type, r.IsParent))],
            Groups = [.. options.Groups.Select(g => (IReadOnlyList<FieldModel>)[.. g.Select(Named)])],
            Status = Status(Named),
            ScopeField = options.Scope is null ? null : Named(options.Scope),
            HasServerAssignedKey = options.HasServerAssignedKey,
            IsAppendOnly = options.IsAppendOnly,
            IgnoresUnknownFields = options.IgnoresUnknownFields,
            Lane = options.Lane,
        });
    }

    private StatusModel? Status(Func<string, FieldModel> named)
    {
        List<FieldOptions> machines = [.. options.Fields.Where(f => f.Machine is not null)];
        if (machines.Count > 1)
            throw Wrong($"has several status fields: {string.Join(", ", machines.Select(f => f.PropertyName))}");
        if (machines.Count == 0)
            return null;
        FieldOptions status = machines[0];
        return new StatusModel(named(status.PropertyName), status.Machine!, Names(status, status.Requires, named), Names(status, status.Freezes, named));
    }

    private Dictionary<string, string[]> Names(FieldOptions status, Dictionary<string, string[]> fieldsByState, Func<string, FieldModel> named)
    {
        foreach (string state in fieldsByState.Keys.Where(state => !status.Machine!.Knows(state)))
            throw Wrong($"names the state '{state}', which the machine of {status.PropertyName} does not know");
        return fieldsByState.ToDictionary(p => p.Key, p => p.Value.Select(property => named(property).Name).ToArray(), StringComparer.Ordinal);
    }

    private JsonPropertyInfo KeyProperty()
    {
        JsonPropertyInfo key = Property(options.Key ?? throw Wrong("declares no key"));
        if (!EntityKeys.IsSupported(key.PropertyType))
            throw Wrong($"has a key of type {key.PropertyType.Name}; a key is a string, Guid, int or long");
        if (options.HasServerAssignedKey && key.PropertyType != typeof(int) && key.PropertyType != typeof(long))
            throw Wrong($"has a key of type {key.PropertyType.Name}; a key that the server assigns is an int or a long");
        return key;
    }

    private JsonPropertyInfo Property(string property)
    {
        PropertyInfo member = Member(property);
        string name = member.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? json.PropertyNamingPolicy?.ConvertName(property) ?? property;
        JsonPropertyInfo? info = typeInfo.Properties.FirstOrDefault(p => p.Name == name);
        if (info?.Get is null || info.Set is null)
            throw Wrong($"declares {property}, which JSON cannot both read and write");
        return info;
    }

    [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The expression that named the property keeps it.")]
    private PropertyInfo Member(string property) =>
        options.ClrType.GetProperty(property) ?? throw Wrong($"has no property {property}");

    /// <summary>A property that is neither declared nor ignored would be lost without a word when the entity is saved.</summary>
    private void RefuseUndeclared()
    {
        var known = options.Fields.Select(f => f.PropertyName).Concat(options.Ignored).Append(options.Key ?? "")
            .Select(property => json.PropertyNamingPolicy?.ConvertName(property) ?? property)
            .Concat(options.Fields.Select(f => f.PropertyName).Concat(options.Ignored).Append(options.Key ?? "").Where(p => p.Length > 0).Select(CustomName))
            .ToHashSet(StringComparer.Ordinal);
        List<string> loose = [.. typeInfo.Properties.Where(p => p.Set is not null && !known.Contains(p.Name)).Select(p => p.Name)];
        if (loose.Count > 0)
            throw Wrong($"neither declares nor ignores {string.Join(", ", loose)}: add Field(…) or Ignore(…)");
    }

    private string CustomName(string property) => Member(property).GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? "";

    private SyncModelException Wrong(string what) => new($"Entity '{options.Type}' ({options.ClrType.Name}) {what}.");
}
