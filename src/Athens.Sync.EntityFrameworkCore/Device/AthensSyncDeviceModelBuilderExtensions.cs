using Athens.Sync.EntityFrameworkCore.Device.Capture;
using Athens.Sync.EntityFrameworkCore.Device.Records;
using Athens.Sync.Modeling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Athens.Sync.EntityFrameworkCore.Device;

/// <summary>Adds to an app's EF model what the engine keeps in the device's database.</summary>
public static class AthensSyncDeviceModelBuilderExtensions
{
    /// <summary>
    /// Adds the tables of the device's outbox and replica, whose names begin with <c>athens_sync_</c>, and gives new entities
    /// with a string or Guid key a UUIDv7, unless the app generates the key otherwise. Called in <c>OnModelCreating</c>, after
    /// the entities are mapped. Migrations include all of it.
    /// </summary>
    /// <exception cref="SyncModelException">An entity type is not mapped, or its keys are compared without case.</exception>
    public static ModelBuilder UseAthensSyncDevice(this ModelBuilder modelBuilder, SyncModel model)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        ArgumentNullException.ThrowIfNull(model);
        foreach (EntityModel entity in model.Entities)
            PrepareKey(modelBuilder.Model, entity);
        RecordTables.AddTo(modelBuilder);
        return modelBuilder;
    }

    private static void PrepareKey(IMutableModel model, EntityModel entity)
    {
        IMutableEntityType type = model.FindEntityType(entity.ClrType)
            ?? throw new SyncModelException($"{entity.ClrType.Name}, the entity '{entity.Type}', is not mapped: map it before UseAthensSyncDevice(…).");
        if (type.FindProperty(entity.KeyPropertyName) is not { } key)
            return;
        if (key.GetCollation() is { } collation && !string.Equals(collation, "BINARY", StringComparison.OrdinalIgnoreCase))
            throw new SyncModelException($"{entity.ClrType.Name}.{key.Name} is compared by {collation}, and keys differ by case: leave its collation out.");
        bool isTheApps = key.GetValueGeneratorFactory() is not null || ((IConventionProperty)key).GetValueGeneratedConfigurationSource() is ConfigurationSource.Explicit;
        if (!isTheApps)
            GenerateKey(key);
    }

    private static void GenerateKey(IMutableProperty key)
    {
        if (key.ClrType == typeof(string))
        {
            key.Sentinel = "";
            key.ValueGenerated = ValueGenerated.OnAdd;
            key.SetValueGeneratorFactory((_, _) => new TextKeyGenerator());
        }
        else if (key.ClrType == typeof(Guid))
        {
            key.SetValueGeneratorFactory((_, _) => new GuidKeyGenerator());
        }
    }
}
