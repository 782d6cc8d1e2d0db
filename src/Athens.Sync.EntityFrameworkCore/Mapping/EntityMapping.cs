using System.Linq.Expressions;
using Athens.Sync.EntityFrameworkCore.Bulk;
using Athens.Sync.EntityFrameworkCore.Dialects;
using Athens.Sync.EntityFrameworkCore.Triggers;
using Athens.Sync.Modeling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Athens.Sync.EntityFrameworkCore.Mapping;

/// <summary>Where one synced entity type is in an app's database. Query filters of the app never apply to what this reads.</summary>
internal abstract class EntityMapping
{
    protected EntityMapping(EntityModel entity, IEntityType type, Dialect dialect)
    {
        Entity = entity;
        Type = type;
        Key = type.FindProperty(entity.KeyPropertyName)!;
        Version = type.FindProperty(AthensSyncModelBuilderExtensions.VersionPropertyName)!;
        ParentKey = entity.Parent is { } parent ? type.FindProperty(parent.Field.PropertyName) : null;
        Alterations = new ColumnAlterations(entity, type, dialect);
        HasParts = WatchedTables.PartsOf(type, _ => true).Any();
    }

    public EntityModel Entity { get; }

    public IEntityType Type { get; }

    public IProperty Key { get; }

    public IProperty Version { get; }

    /// <summary>The property that holds the parent's key; null without a parent.</summary>
    public IProperty? ParentKey { get; }

    /// <summary>True where a part of the entity is in a table of its own, whose writes do not raise the version.</summary>
    public bool HasParts { get; }

    /// <summary>Where its rows are written at once; null where EF must write them.</summary>
    public BulkTable? Bulk { get; private set; }

    /// <summary>What the columns cannot hold.</summary>
    public ColumnAlterations Alterations { get; }

    public static EntityMapping Create(EntityModel entity, IEntityType type, Dialect dialect) =>
        (EntityMapping)Activator.CreateInstance(typeof(EntityMappingOf<,>).MakeGenericType(entity.ClrType, entity.KeyType), entity, type, dialect)!;

    /// <summary>Finds out whether rows can be written at once.</summary>
    /// <param name="context">The app's context.</param>
    /// <param name="writer">How the database takes them.</param>
    /// <param name="later">The types whose rows are not written before these.</param>
    public void FindBulk(DbContext context, BulkWriter writer, IReadOnlyCollection<IEntityType> later) => Bulk = BulkTable.Find(context, this, writer, later);

    public EntityId IdOf(object? key) => new(Entity.Type, KeyText.Of(key));

    public string KeyOf(object entity) => Entity.KeyOf(entity);

    /// <summary>Reads rows into the context's tracking; one that is tracked already keeps its values.</summary>
    public abstract Task<IReadOnlyList<object>> TrackAsync(DbContext context, IEnumerable<string> keys, CancellationToken cancellationToken);

    /// <summary>Reads rows as they are in the database, by key.</summary>
    public abstract Task<IReadOnlyDictionary<string, StoredEntity>> ReadAsync(ContextCall call, IEnumerable<string> keys);

    /// <summary>Reads the rows whose parent has one of the keys, by their own key.</summary>
    public abstract Task<IReadOnlyDictionary<string, StoredEntity>> ReadChildrenAsync(ContextCall call, IEnumerable<string> parentKeys);

    /// <summary>Reads the keys of the rows that match; of all rows, without a filter.</summary>
    /// <param name="call">The work.</param>
    /// <param name="filter">A predicate over the app's class.</param>
    public abstract Task<IReadOnlyList<string>> FindKeysAsync(ContextCall call, LambdaExpression? filter = null);

    /// <summary>Reads a row that is not there any more from the JSON of its columns.</summary>
    public abstract Task<object?> FromJsonAsync(ContextCall call, string sql, string json);

    /// <summary>Gives rows their next versions, in one statement past the change tracker.</summary>
    public abstract Task RaiseVersionsAsync(ContextCall call, IReadOnlyList<string> keys);

    /// <summary>Gives a row a version, past the change tracker.</summary>
    public abstract Task SetVersionAsync(ContextCall call, string key, long version);

    /// <summary>Deletes rows, in one statement past the change tracker.</summary>
    public abstract Task DeleteAsync(ContextCall call, IReadOnlyList<string> keys);
}
