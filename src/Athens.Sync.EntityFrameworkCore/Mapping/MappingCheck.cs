using Athens.Sync.EntityFrameworkCore.Tables;
using Athens.Sync.Modeling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Athens.Sync.EntityFrameworkCore.Mapping;

/// <summary>Finds what in an app's mapping would make the engine miss or lose something.</summary>
internal static class MappingCheck
{
    /// <exception cref="SyncModelException">Something is wrong; the message names all of it.</exception>
    public static void Check(IModel mapped, SyncModel model)
    {
        List<string> problems = mapped.FindEntityType(typeof(EntryRow)) is null
            ? ["the engine's tables are missing: call modelBuilder.UseAthensSync(model) in OnModelCreating"]
            : [.. model.Entities.SelectMany(entity => ProblemsOf(mapped, entity))];
        if (problems.Count > 0)
            throw new SyncModelException($"The mapping does not fit the sync model: {string.Join("; ", problems)}.");
    }

    private static IEnumerable<string> ProblemsOf(IModel mapped, EntityModel entity)
    {
        string name = entity.ClrType.Name;
        IEntityType? type = mapped.FindEntityType(entity.ClrType);
        if (type is null)
            return [$"{name}, the entity '{entity.Type}', is not mapped"];
        if (type.BaseType is not null || type.GetDirectlyDerivedTypes().Any())
            return [$"{name} is part of an inheritance hierarchy, which is not supported for synced entities"];
        return KeyProblems(entity, type)
            .Concat(VersionProblems(type))
            .Concat(entity.Fields.Where(field => !IsMapped(type, field)).Select(field => $"{name}.{field.PropertyName} is declared as a field and not mapped, so it would be lost"))
            .Concat(type.GetForeignKeys().Where(DeletesUnseen).Select(Describe));
    }

    private static IEnumerable<string> KeyProblems(EntityModel entity, IEntityType type)
    {
        IKey? key = type.FindPrimaryKey();
        if (key is null || key.Properties.Count != 1 || key.Properties[0].Name != entity.KeyPropertyName)
            yield return $"the key of {type.ClrType.Name} is {entity.KeyPropertyName} in the sync model and {(key is null ? "missing" : string.Join(", ", key.Properties.Select(p => p.Name)))} in the mapping";
        else if (entity.HasServerAssignedKey && KeyIsNotGiven(key.Properties[0]) is { } why)
            yield return $"the key of {type.ClrType.Name} is to be given by the server, and {entity.KeyPropertyName} {why}";
        if (entity.Parent is { } parent && type.FindProperty(parent.Field.PropertyName) is null)
            yield return $"{type.ClrType.Name}.{parent.Field.PropertyName}, which names its parent, is not mapped as a property";
    }

    /// <summary>Why a database does not give the key, or not one that the engine can take before it writes the row; null when it does.</summary>
    private static string? KeyIsNotGiven(IProperty key) =>
        key.ValueGenerated is not ValueGenerated.OnAdd ? "is not made by the database: leave ValueGeneratedNever() out"
        : key.FindAnnotation("Npgsql:ValueGenerationStrategy")?.Value?.ToString() is { } strategy && strategy is not ("IdentityByDefaultColumn" or "SerialColumn") ? $"is a {strategy}: use UseIdentityByDefaultColumn()"
        : null;

    private static IEnumerable<string> VersionProblems(IEntityType type)
    {
        IProperty? version = type.FindProperty(AthensSyncModelBuilderExtensions.VersionPropertyName);
        if (version is null || version.ClrType != typeof(long) || !version.IsConcurrencyToken || version.ValueGenerated != ValueGenerated.Never)
            yield return $"{type.ClrType.Name} has no {AthensSyncModelBuilderExtensions.VersionPropertyName} that is a concurrency token of type long: call modelBuilder.UseAthensSync(model) after everything else in OnModelCreating";
    }

    private static bool IsMapped(IEntityType type, FieldModel field) =>
        type.FindProperty(field.PropertyName) is not null
        || type.FindComplexProperty(field.PropertyName) is not null
        || type.FindNavigation(field.PropertyName)?.TargetEntityType.IsOwned() == true;

    /// <summary>The database would delete or alter rows of a synced type by itself, and no replica would learn of it.</summary>
    private static bool DeletesUnseen(IForeignKey key) => key.DeleteBehavior is DeleteBehavior.Cascade or DeleteBehavior.SetNull;

    private static string Describe(IForeignKey key) =>
        $"a deleted {key.PrincipalEntityType.ClrType.Name} makes the database {(key.DeleteBehavior is DeleteBehavior.Cascade ? "delete" : "alter")} {key.DeclaringEntityType.ClrType.Name} rows by itself ({string.Join(", ", key.Properties.Select(p => p.Name))}), which no replica would learn of: use OnDelete(DeleteBehavior.ClientCascade) or Restrict";
}
