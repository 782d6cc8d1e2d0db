using Athens.Sync.EntityFrameworkCore.Tables;
using Athens.Sync.EntityFrameworkCore.Triggers;
using Athens.Sync.Modeling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Athens.Sync.EntityFrameworkCore;

/// <summary>Adds to an app's EF model what the engine keeps in the database.</summary>
public static class AthensSyncModelBuilderExtensions
{
    /// <summary>The property that holds an entity's version: the app's own one of this name, or else a shadow property.</summary>
    public const string VersionPropertyName = "Version";

    /// <summary>
    /// Adds the version of each synced entity, as its concurrency token, and the engine's tables, whose names begin with
    /// <c>athens_sync_</c>. Called in <c>OnModelCreating</c>, after the entities are mapped. Migrations include all of it.
    /// </summary>
    /// <exception cref="SyncModelException">An entity type is not mapped, or its <c>Version</c> is something else.</exception>
    public static ModelBuilder UseAthensSync(this ModelBuilder modelBuilder, SyncModel model)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        ArgumentNullException.ThrowIfNull(model);
        foreach (EntityModel entity in model.Entities)
            AddVersion(modelBuilder.Model, entity);
        SyncTables.AddTo(modelBuilder);
        return modelBuilder;
    }

    /// <summary>
    /// Adds the table in which triggers take note of writes past the engine. The triggers themselves are made by a migration, with
    /// <see cref="AthensSyncMigrationBuilderExtensions.AddAthensSyncTriggers"/>. Called after <see cref="UseAthensSync"/>.
    /// </summary>
    public static ModelBuilder UseAthensSyncTriggers(this ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        SyncTables.AddMarksTo(modelBuilder);
        return modelBuilder;
    }

    private static void AddVersion(IMutableModel model, EntityModel entity)
    {
        IMutableEntityType type = model.FindEntityType(entity.ClrType)
            ?? throw new SyncModelException($"{entity.ClrType.Name}, the entity '{entity.Type}', is not mapped: map it before UseAthensSync(…).");
        if (entity.FindProperty(VersionPropertyName) is not null)
            throw new SyncModelException($"{entity.ClrType.Name}.{VersionPropertyName} is declared as a field: the engine keeps the version itself, so leave it out with Ignore(…).");
        Type found = type.FindProperty(VersionPropertyName)?.ClrType ?? entity.ClrType.GetProperty(VersionPropertyName)?.PropertyType ?? typeof(long);
        if (found != typeof(long))
            throw new SyncModelException($"{entity.ClrType.Name}.{VersionPropertyName} is of type {found.Name}; the version of a synced entity is a long.");
        IMutableProperty version = type.FindProperty(VersionPropertyName) ?? type.AddProperty(VersionPropertyName, typeof(long));
        version.IsConcurrencyToken = true;
        version.IsNullable = false;
        // Who inserts past the engine need not know of it.
        version.SetDefaultValue(0L);
        version.ValueGenerated = ValueGenerated.Never;
        type.SetAnnotation(SyncAnnotations.Type, entity.Type);
        type.SetAnnotation(SyncAnnotations.Fields, string.Join(' ', entity.Fields.Select(field => field.PropertyName)));
    }
}
