using Athens.Sync.EntityFrameworkCore.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Athens.Sync.EntityFrameworkCore.Bulk;

/// <summary>
/// Says why rows of a type must be written by EF's change tracker: whatever it does beyond putting the values of properties into the
/// columns of one table, or the app may have it do, the engine does not do in its place.
/// </summary>
internal static class BulkCheck
{
    /// <summary>The reason; null where there is none, and rows can be written at once.</summary>
    /// <param name="context">The app's context.</param>
    /// <param name="mapping">The type.</param>
    /// <param name="later">The types whose rows are not written before its own.</param>
    public static string? Refuse(Type context, EntityMapping mapping, IReadOnlyCollection<IEntityType> later) => SaysOf(context)
        ?? SaysOf(mapping.Type)
        ?? mapping.Type.GetForeignKeys().Where(key => later.Contains(key.PrincipalEntityType)).Select(key => $"its rows refer to each other, or to a {key.PrincipalEntityType.ClrType.Name}").FirstOrDefault()
        ?? mapping.Type.GetProperties().Select(property => SaysOf(mapping, property)).FirstOrDefault(says => says is not null);

    private static string? SaysOf(Type context) =>
        context.GetMethods().Any(method => method.Name is nameof(DbContext.SaveChanges) or nameof(DbContext.SaveChangesAsync) && method.DeclaringType != typeof(DbContext))
            ? $"{context.Name} has a SaveChanges of its own"
            : null;

    private static string? SaysOf(IEntityType type) => type switch
    {
        _ when type.GetTableMappings().Take(2).Count() != 1 => "it is not mapped to one table",
        _ when type.GetTableMappings().Single().Table.EntityTypeMappings.Take(2).Count() != 1 => "its table holds other types too",
        _ when type.GetInsertStoredProcedure() is not null || type.GetUpdateStoredProcedure() is not null => "stored procedures write it",
        _ when type.GetDeclaredTriggers().Any() => "its table has triggers",
        _ when type.GetComplexProperties().Any() || type.GetNavigations().Any(navigation => navigation.TargetEntityType.IsOwned()) => "it has parts",
        _ when type.GetChangeTrackingStrategy() is not ChangeTrackingStrategy.Snapshot => "its objects tell of their changes",
        _ => null,
    };

    private static string? SaysOf(EntityMapping mapping, IProperty property) => property switch
    {
        _ when property != mapping.Key && property.ValueGenerated is not ValueGenerated.Never => $"{property.Name} is made by the database",
        _ when property.GetComputedColumnSql() is not null => $"{property.Name} is computed",
        _ when property != mapping.Version && property.IsConcurrencyToken => $"{property.Name} is a concurrency token",
        _ when property != mapping.Version && (property.IsShadowProperty() || property.IsIndexerProperty()) => $"{property.Name} is no property of the class",
        _ when property.GetBeforeSaveBehavior() is not PropertySaveBehavior.Save => $"{property.Name} is not saved",
        _ when property != mapping.Key && property.GetAfterSaveBehavior() is not PropertySaveBehavior.Save => $"{property.Name} is not updated",
        _ => null,
    };
}
