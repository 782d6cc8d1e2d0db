using Athens.Sync.EntityFrameworkCore.Mapping;

namespace Athens.Sync.EntityFrameworkCore.Feed;

/// <summary>Says in which scope an entity is: by its own field, by its parent, or the only one.</summary>
/// <param name="Scope">The scope; null where the parent's is meant.</param>
/// <param name="Parent">The parent, if the type has one.</param>
internal readonly record struct Placement(string? Scope, EntityId? Parent)
{
    /// <exception cref="InvalidOperationException">The entity names no scope, or no parent.</exception>
    public static Placement Of(EntityMapping mapping, object entity) =>
        Of(mapping, entity, mapping.Entity.Parent?.Field.Read(entity).ToString());

    /// <param name="mapping">The type.</param>
    /// <param name="entity">The app's object.</param>
    /// <param name="parentKey">The parent's key, where the object may not have it yet.</param>
    public static Placement Of(EntityMapping mapping, object entity, string? parentKey)
    {
        if (mapping.Entity.Parent is { } parent)
            return new Placement(null, new EntityId(parent.Type, Named(mapping, entity, parent.Field.PropertyName, parentKey)));
        string? scope = mapping.Entity.ScopeField is { } field ? Named(mapping, entity, field.PropertyName, field.Read(entity).ToString()) : SyncModel.DefaultScope;
        return new Placement(scope, null);
    }

    private static string Named(EntityMapping mapping, object entity, string property, string? value) => string.IsNullOrEmpty(value)
        ? throw new InvalidOperationException($"The {mapping.Entity.Type} '{mapping.KeyOf(entity)}' has no {property}, so it is in no scope.")
        : value;
}
