using Athens.Sync.EntityFrameworkCore.Mapping;

namespace Athens.Sync.EntityFrameworkCore.Feed;

/// <summary>Says in which scope an entity is: by its own field, by its parent, or the only one.</summary>
/// <param name="Scope">The scope; null where the parent's is meant.</param>
/// <param name="Parent">The parent, if the type has one.</param>
internal readonly record struct Placement(string? Scope, EntityId? Parent)
{
    /// <exception cref="InvalidOperationException">The entity names no scope, or no parent.</exception>
    public static Placement Of(EntityMapping mapping, object entity) => Of(mapping, entity, ParentKey(mapping, entity));

    /// <param name="mapping">The type.</param>
    /// <param name="entity">The app's object.</param>
    /// <param name="parentKey">The parent's key, where the object may not have it yet.</param>
    public static Placement Of(EntityMapping mapping, object entity, string? parentKey) => Find(mapping, entity, parentKey)
        ?? throw new InvalidOperationException($"The {mapping.Entity.Type} '{mapping.KeyOf(entity)}' has no {(mapping.Entity.Parent?.Field ?? mapping.Entity.ScopeField)!.PropertyName}, so it is in no scope.");

    /// <summary>Where an entity is; null where it names no scope, or no parent.</summary>
    public static Placement? Find(EntityMapping mapping, object entity) => Find(mapping, entity, ParentKey(mapping, entity));

    private static Placement? Find(EntityMapping mapping, object entity, string? parentKey)
    {
        if (mapping.Entity.Parent is { } parent)
            return string.IsNullOrEmpty(parentKey) ? null : new Placement(null, new EntityId(parent.Type, parentKey));
        string scope = mapping.Entity.ScopeField is { } field ? field.Read(entity).ToString() : SyncModel.DefaultScope;
        return scope.Length == 0 ? null : new Placement(scope, null);
    }

    private static string? ParentKey(EntityMapping mapping, object entity) => mapping.Entity.Parent?.Field.Read(entity).ToString();
}
