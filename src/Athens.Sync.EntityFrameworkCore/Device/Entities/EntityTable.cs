using System.Text.Json;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.Modeling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Athens.Sync.EntityFrameworkCore.Device.Entities;

/// <summary>The app's own table of one synced entity type: its rows are what replicas show. Query filters of the app never apply.</summary>
internal abstract class EntityTable
{
    private readonly Dictionary<string, StoredField> fields;
    private readonly RowStatements statements;

    protected EntityTable(EntityModel entity, IEntityType type, DbContext context)
    {
        Entity = entity;
        Type = type;
        Key = type.FindProperty(entity.KeyPropertyName)!;
        fields = entity.Fields.ToDictionary(f => f.Name, f => new StoredField(f, type.FindProperty(f.PropertyName)!), StringComparer.Ordinal);
        statements = new RowStatements(type, Key, context);
    }

    public EntityModel Entity { get; }

    public IEntityType Type { get; }

    public IProperty Key { get; }

    /// <summary>The declared fields, in the model's order.</summary>
    public IEnumerable<StoredField> Fields => fields.Values;

    public static EntityTable Create(EntityModel entity, IEntityType type, DbContext context) =>
        (EntityTable)Activator.CreateInstance(typeof(EntityTableOf<,>).MakeGenericType(entity.ClrType, entity.KeyType), entity, type, context)!;

    /// <summary>The app's objects as they are in the table, by key. No context tracks them.</summary>
    public abstract Task<IReadOnlyDictionary<string, object>> ReadAsync(ContextCall call, IEnumerable<string> keys);

    /// <summary>The object that shows a state, as it will be read from the table.</summary>
    /// <exception cref="StoreException">The app's type cannot hold the state.</exception>
    public object Show(string key, FieldValues state)
    {
        try
        {
            object entity = Entity.Materialize(key, state);
            foreach (StoredField field in Fields)
                field.Settle(entity);
            return entity;
        }
        catch (Exception e) when (e is JsonException or FormatException or OverflowException)
        {
            throw new StoreException(StoreFailure.Constraint, $"{Entity.ClrType.Name} cannot hold the state of {Entity.Type} '{key}': {e.Message}", e);
        }
    }

    /// <summary>The fields in which two objects differ to the letter.</summary>
    public IReadOnlyList<StoredField> Differences(object left, object right) =>
        [.. Fields.Where(field => field.Field.Read(left).GetRawText() != field.Field.Read(right).GetRawText())];

    public Task InsertAsync(ContextCall call, object entity) => statements.InsertAsync(call, entity);

    /// <summary>Writes some of the fields of a row; the app's other columns are not touched.</summary>
    public Task UpdateAsync(ContextCall call, object entity, IReadOnlyList<StoredField> changed) =>
        changed.Count == 0 ? Task.CompletedTask : statements.UpdateAsync(call, entity, changed.Select(field => field.Property));

    public Task DeleteAsync(ContextCall call, object entity) => statements.DeleteAsync(call, entity);
}
