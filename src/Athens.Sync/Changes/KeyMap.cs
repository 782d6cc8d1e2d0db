using System.Text.Json;
using Athens.Sync.Modeling;

namespace Athens.Sync.Changes;

/// <summary>Keys that stand for others, and puts these in their place: in what names an entity, and in what refers to one.</summary>
internal sealed class KeyMap(SyncModel model)
{
    private readonly Dictionary<EntityId, string> keys = [];

    public int Count => keys.Count;

    public IEnumerable<EntityId> From => keys.Keys;

    public IEnumerable<EntityId> To => keys.Select(pair => new EntityId(pair.Key.Type, pair.Value));

    public bool Add(EntityId from, string to) => keys.TryAdd(from, to);

    public void Add(KeyMap others)
    {
        foreach ((EntityId from, string to) in others.keys)
            keys.TryAdd(from, to);
    }

    /// <summary>The entity by the name that it has now.</summary>
    public EntityId Of(EntityId id) => keys.TryGetValue(id, out string? key) ? new EntityId(id.Type, key) : id;

    public string? KeyOf(string type, string? key) =>
        key is { Length: > 0 } && keys.TryGetValue(Canonical(type, key), out string? other) ? other : key;

    /// <summary>The change with every key in place; the same object where it names none of them.</summary>
    public Change Replace(Change change)
    {
        if (keys.Count == 0 || model.Find(change.Entity) is not { } entity)
            return change;
        string? key = KeyOf(change.Entity, change.ServerId);
        FieldValues data = Replace(entity, change.Data);
        FieldValues? replaced = change.Base is null ? null : Replace(entity, change.Base);
        bool isSame = key == change.ServerId && ReferenceEquals(data, change.Data) && ReferenceEquals(replaced, change.Base);
        return isSame ? change : change with { ServerId = key, Data = data, Base = replaced };
    }

    public FieldValues Replace(EntityModel entity, FieldValues values)
    {
        FieldValues result = values;
        foreach (ReferenceModel reference in entity.References)
        {
            if (values.TryGetValue(reference.Field.Name, out JsonElement value) && Replace(reference, value) is { } other)
                result = result.With(reference.Field.Name, other);
        }
        return result;
    }

    public ConflictedChange Replace(ConflictedChange conflict)
    {
        if (keys.Count == 0 || model.Find(conflict.Entity) is not { } entity)
            return conflict;
        return conflict with
        {
            ServerId = KeyOf(conflict.Entity, conflict.ServerId),
            Fields = conflict.Fields.ToDictionary(pair => pair.Key, pair => Replace(entity, pair.Key, pair.Value)),
            ServerState = conflict.ServerState is null ? null : Replace(entity, conflict.ServerState),
        };
    }

    /// <summary>The entities whose keys a change names: its own, and in references of what it sets and of what that replaced.</summary>
    public static IEnumerable<EntityId> Named(EntityModel entity, Change change)
    {
        IEnumerable<EntityId> own = change.ServerId is { Length: > 0 } key ? [new EntityId(change.Entity, key)] : [];
        return own.Concat(Referred(entity, change.Data)).Concat(change.Base is null ? [] : Referred(entity, change.Base));
    }

    public static IReadOnlyList<EntityId> Referred(EntityModel entity, FieldValues values) => entity.References.Count == 0
        ? []
        : [.. entity.References
            .Select(reference => (reference.Type, Key: Text(values.Find(reference.Field.Name))))
            .Where(reference => reference.Key.Length > 0)
            .Select(reference => new EntityId(reference.Type, reference.Key))];

    private FieldConflict Replace(EntityModel entity, string field, FieldConflict conflict)
    {
        ReferenceModel? reference = entity.References.FirstOrDefault(r => r.Field.Name == field);
        return reference is null ? conflict : conflict with
        {
            Client = Replaced(reference, conflict.Client),
            Server = Replaced(reference, conflict.Server),
            Base = Replaced(reference, conflict.Base),
        };
    }

    private JsonElement? Replaced(ReferenceModel reference, JsonElement? value) => value is { } given ? Replace(reference, given) ?? given : null;

    /// <summary>The key in the form in which the other one stands; null where it stays.</summary>
    private JsonElement? Replace(ReferenceModel reference, JsonElement value)
    {
        string key = Text(value);
        if (key.Length == 0 || !keys.TryGetValue(Canonical(reference.Type, key), out string? other))
            return null;
        return value.ValueKind is JsonValueKind.Number ? Json.Parse(other) : Json.Of(other);
    }

    private EntityId Canonical(string type, string key) => new(type, model.Find(type)?.CanonicalKey(key) ?? key);

    private static string Text(JsonElement? value) => value is { ValueKind: JsonValueKind.String or JsonValueKind.Number } key ? key.ToString() : "";
}
