using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Athens.Sync.EntityFrameworkCore.Device.Entities;

/// <summary>Where everything of a sync model is in an app's database on a device. Made and checked once for each EF model.</summary>
internal sealed class DeviceMapping
{
    private const string Annotation = "AthensSync:DeviceMapping";

    private readonly Dictionary<string, EntityTable> byType;
    private readonly Dictionary<IEntityType, EntityTable> byEntityType;

    private DeviceMapping(DbContext context, SyncModel model)
    {
        DeviceMappingCheck.Check(context, model);
        Model = model;
        Tables = [.. model.Entities.Select(entity => EntityTable.Create(entity, context.Model.FindEntityType(entity.ClrType)!, context))];
        byType = Tables.ToDictionary(t => t.Entity.Type, StringComparer.Ordinal);
        byEntityType = Tables.ToDictionary(t => t.Type);
        Shape = ShapeOf(Tables);
    }

    public SyncModel Model { get; }

    /// <summary>Parents before children.</summary>
    public IReadOnlyList<EntityTable> Tables { get; }

    /// <summary>Differs when a declared field has another column, or one that it had not: rows written before lack something then.</summary>
    public string Shape { get; }

    /// <summary>The mapping of a sync model to a context's database; kept with the EF model.</summary>
    /// <exception cref="Modeling.SyncModelException">The mapping does not fit.</exception>
    public static DeviceMapping Of(DbContext context, SyncModel model)
    {
        ConditionalWeakTable<SyncModel, DeviceMapping> known = context.Model.GetOrAddRuntimeAnnotationValue<ConditionalWeakTable<SyncModel, DeviceMapping>, object>(Annotation, static _ => [], null);
        return known.GetValue(model, key => new DeviceMapping(context, key));
    }

    /// <summary>The table of an entity type of the EF model; null when it is not synced.</summary>
    public EntityTable? Find(IEntityType type) => byEntityType.GetValueOrDefault(type);

    /// <summary>The table of an entity type of the sync model; null when an earlier version of the app had it, and this one has not.</summary>
    public EntityTable? Find(string type) => byType.GetValueOrDefault(type);

    private static string ShapeOf(IEnumerable<EntityTable> tables)
    {
        var text = new StringBuilder();
        foreach (EntityTable table in tables.OrderBy(t => t.Entity.Type, StringComparer.Ordinal))
        {
            text.Append(table.Entity.Type).Append(' ').Append(table.Type.GetTableName()).Append('\n');
            foreach (StoredField field in table.Fields.OrderBy(f => f.Field.Name, StringComparer.Ordinal))
                text.Append(field.Field.Name).Append(' ').Append(field.Property.GetColumnName()).Append(' ').Append(field.Property.GetColumnType()).Append(' ').Append(field.Property.ClrType).Append('\n');
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())), 0, 16);
    }
}
