using Athens.Sync.EntityFrameworkCore.Device.Records;
using Athens.Sync.Modeling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Athens.Sync.EntityFrameworkCore.Device.Entities;

/// <summary>Finds what in an app's mapping would make the engine miss or lose something, or keep it from writing what the server says.</summary>
internal static class DeviceMappingCheck
{
    /// <exception cref="SyncModelException">Something is wrong; the message names all of it.</exception>
    public static void Check(DbContext context, SyncModel model)
    {
        IModel mapped = context.Model;
        List<string> problems = mapped.FindEntityType(typeof(OutboxRow)) is null
            ? ["the engine's tables are missing: call modelBuilder.UseAthensSyncDevice(model) in OnModelCreating"]
            : [.. model.Entities.SelectMany(entity => ProblemsOf(mapped, entity))];
        if (problems.Count > 0)
            throw new SyncModelException($"The mapping does not fit the sync model: {string.Join("; ", problems)}.");
    }

    private static IEnumerable<string> ProblemsOf(IModel mapped, EntityModel entity)
    {
        string name = entity.ClrType.Name;
        IEntityType? type = mapped.FindEntityType(entity.ClrType);
        if (type?.GetTableName() is null)
            return [$"{name}, the entity '{entity.Type}', is not mapped to a table"];
        if (type.BaseType is not null || type.GetDirectlyDerivedTypes().Any())
            return [$"{name} is part of an inheritance hierarchy, which is not supported for synced entities"];
        return KeyProblems(entity, type)
            .Concat(entity.Fields.SelectMany(field => FieldProblems(type, field)))
            .Concat(type.GetIndexes().Where(index => index.IsUnique).Select(index => UniqueProblem(name, index.Properties)))
            .Concat(type.GetKeys().Where(key => !key.IsPrimaryKey()).Select(key => UniqueProblem(name, key.Properties)))
            .Concat(type.GetForeignKeys().Concat(type.GetReferencingForeignKeys()).Where(ActsUnseen).Select(CascadeProblem));
    }

    private static IEnumerable<string> KeyProblems(EntityModel entity, IEntityType type)
    {
        IKey? key = type.FindPrimaryKey();
        if (key is null || key.Properties.Count != 1 || key.Properties[0].Name != entity.KeyPropertyName)
        {
            yield return $"the key of {type.ClrType.Name} is {entity.KeyPropertyName} in the sync model and {(key is null ? "missing" : string.Join(", ", key.Properties.Select(p => p.Name)))} in the mapping";
            yield break;
        }
        IProperty property = key.Properties[0];
        if (entity.HasServerAssignedKey)
            yield return $"{type.ClrType.Name} has keys that the server gives, which are not put in the place of temporary ones in the app's own tables: keep it in a store of the engine's";
        else if (property.ValueGenerated is not ValueGenerated.Never && property.ClrType != typeof(string) && property.ClrType != typeof(Guid))
            yield return $"{type.ClrType.Name}.{property.Name} is made by the database, and two devices would make the same: use a string or Guid key, or ValueGeneratedNever() and give the key yourself";
    }

    private static IEnumerable<string> FieldProblems(IEntityType type, FieldModel field)
    {
        string name = $"{type.ClrType.Name}.{field.PropertyName}";
        IProperty? property = type.FindProperty(field.PropertyName);
        if (property?.PropertyInfo is null)
            yield return $"{name} is declared as a field and not mapped to a column of its own: map it, an owned or complex part with HasJsonConversion() or its own converter";
        else if (property.ValueGenerated is not ValueGenerated.Never)
            yield return $"{name} is declared as a field and given by the database: leave its default to the app";
        else if (LossyColumn.Of(field, property) is { } loss)
            yield return $"{name} would lose {loss} in its column: map it with HasExactConversion() or HasJsonConversion()";
    }

    /// <summary>The server is the one to keep values unique. Rows arrive one by one, and two of them may hold the same for a moment.</summary>
    private static string UniqueProblem(string name, IReadOnlyList<IProperty> properties) =>
        $"{string.Join(", ", properties.Select(p => p.Name))} of {name} must be unique, which could keep what the server says from being written: leave that to the server";

    /// <summary>The database would delete or alter rows by itself, and nothing would be queued; or would have to, and is not let when the engine writes.</summary>
    private static bool ActsUnseen(IForeignKey key) => key.DeleteBehavior is DeleteBehavior.Cascade or DeleteBehavior.SetNull;

    private static string CascadeProblem(IForeignKey key) =>
        $"a deleted {key.PrincipalEntityType.ClrType.Name} makes the database {(key.DeleteBehavior is DeleteBehavior.Cascade ? "delete" : "alter")} {key.DeclaringEntityType.ClrType.Name} rows by itself ({string.Join(", ", key.Properties.Select(p => p.Name))}), which the outbox would not see: use OnDelete(DeleteBehavior.ClientCascade) or Restrict";
}
