using Athens.Sync.EntityFrameworkCore.Bulk;
using Athens.Sync.EntityFrameworkCore.Dialects;
using Athens.Sync.EntityFrameworkCore.Feed;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.Modeling;
using Athens.Sync.Server;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Units;

/// <summary>
/// What is to be written at once, in the order that EF keeps: changed rows by what of them changes, then new ones, parents before
/// children; last the changed ones that may refer to new ones.
/// </summary>
/// <param name="unit">Told of what was written.</param>
/// <param name="held">The rows as they are, by entity.</param>
/// <param name="entities">What they are to become, in the order in which the feed tells it.</param>
internal sealed class BulkPlan(FeedUnit unit, Dictionary<EntityId, HeldRow?> held, IReadOnlyCollection<ServerEntity> entities)
{
    private readonly Dictionary<EntityMapping, List<object?[]>> inserts = [];
    private readonly Dictionary<(EntityMapping Type, string Columns), (List<BulkColumn> Columns, List<object?[]> Rows)> updates = [];
    private readonly List<(ServerEntity Entity, HeldRow Row)> rows = [];

    /// <summary>The entities that get a row.</summary>
    public IEnumerable<EntityId> Made => rows.Where(row => held[row.Entity.Id] is null).Select(row => row.Entity.Id);

    /// <summary>Plans to write an entity; false where EF must.</summary>
    /// <exception cref="StoreException">Other code has changed it in this unit.</exception>
    public bool Add(EntityMapping type, ServerEntity entity) => held[entity.Id] is { } row ? Update(type, row, entity) : Insert(type, entity);

    /// <exception cref="DbUpdateConcurrencyException">A row is not there as it was read.</exception>
    public async Task WriteAsync(SqlSession session, SyncMapping mapping)
    {
        BulkWriter writer = mapping.Dialect.Bulk;
        await UpdateAsync(session, writer, refer: false).ConfigureAwait(false);
        foreach (EntityMapping type in mapping.Entities.Where(inserts.ContainsKey))
            Expect(inserts[type].Count, await writer.InsertAsync(session, type.Bulk!, inserts[type]).ConfigureAwait(false));
        await UpdateAsync(session, writer, refer: true).ConfigureAwait(false);
        foreach ((ServerEntity entity, HeldRow row) in rows)
        {
            row.Note(entity.Version);
            held[entity.Id] = row;
        }
        unit.Writes.AddRange(entities.Select(entity => FeedWrite.Of(mapping.Of(entity.Id.Type), entity)));
    }

    private async Task UpdateAsync(SqlSession session, BulkWriter writer, bool refer)
    {
        foreach (((EntityMapping type, _), (List<BulkColumn> columns, List<object?[]> changed)) in updates.Where(update => update.Value.Columns.Exists(column => column.Refers) == refer))
            Expect(changed.Count, await writer.UpdateAsync(session, type.Bulk!, columns, changed).ConfigureAwait(false));
    }

    private bool Insert(EntityMapping type, ServerEntity entity)
    {
        BulkTable table = type.Bulk!;
        object row = type.Entity.Materialize(entity.Id.Key, entity.State);
        if (table.LeadsToOthers(row) || table.Key.IsMissing(table.Key.Read(row)))
            return false;
        if (!inserts.TryGetValue(type, out List<object?[]>? values))
            inserts[type] = values = [];
        values.Add(table.Values(row, entity.Version));
        rows.Add((entity, new HeldRow(type, row, entity.Version)));
        return true;
    }

    private bool Update(EntityMapping type, HeldRow row, ServerEntity entity)
    {
        if (row.Version >= entity.Version)
            throw new StoreException(StoreFailure.Constraint, $"The {entity.Id.Type} '{entity.Id.Key}' was changed by other code in the same transaction.");
        BulkTable table = type.Bulk!;
        object?[] before = [.. table.Others.Select(column => column.Snapshot(row.Entity))];
        FieldValues state = row.State;
        foreach (FieldModel field in type.Entity.Fields)
        {
            if (entity.State.Find(field.Name) is { } value && !field.AreEqual(value, state.Find(field.Name)))
                field.Write(row.Entity, value);
        }
        List<BulkColumn> changed = [.. table.Others.Where((column, n) => column.Differs(row.Entity, before[n]))];
        if (changed.Exists(column => column.IsUnique) || table.LeadsToOthers(row.Entity))
            return false;
        var key = (type, string.Join(',', changed.Select(column => column.Name)));
        if (!updates.TryGetValue(key, out (List<BulkColumn> Columns, List<object?[]> Rows) group))
            updates[key] = group = (changed, []);
        group.Rows.Add([table.Key.ToColumn(table.Key.Read(row.Entity)), table.Version.ToColumn(row.Version), table.Version.ToColumn(entity.Version), .. changed.Select(column => column.ToColumn(column.Read(row.Entity)))]);
        rows.Add((entity, row));
        return true;
    }

    /// <summary>As EF has it: a row that is not there as it was read was changed by others.</summary>
    private static void Expect(int rows, int written)
    {
        if (rows != written)
            throw new DbUpdateConcurrencyException($"{rows} rows were to be written and {written} were.");
    }
}
