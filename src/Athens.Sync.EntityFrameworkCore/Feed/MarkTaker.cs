using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.EntityFrameworkCore.Tables;
using Athens.Sync.Server;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Feed;

/// <summary>
/// Makes what triggers noted changes of an open transaction. The rows of the entities are locked: whoever else takes
/// a mark of one of them has committed, or waits.
/// </summary>
internal sealed class MarkTaker(SyncMapping mapping, ContextCall call, FeedUnit unit, Stamp stamp)
{
    private readonly ChangeMarks changes = new(mapping, call, unit);

    /// <returns>What became of the entities, deleted ones as tombstones.</returns>
    public async Task<IReadOnlyList<ServerEntity>> TakeAsync(EntityMapping type, IReadOnlyCollection<string> keys)
    {
        List<MarkRow> marks = await ReadAsync(type, keys).ConfigureAwait(false);
        if (marks.Count == 0)
            return [];
        string[] marked = [.. marks.Select(mark => mark.Key).Distinct().Order(StringComparer.Ordinal)];
        EntityId[] ids = [.. marked.Select(key => new EntityId(type.Entity.Type, key))];
        IReadOnlyDictionary<EntityId, EntryRow?> entries = await EntryReader.LockAsync(call, mapping.Dialect, ids).ConfigureAwait(false);
        IReadOnlyDictionary<string, StoredEntity> rows = await type.ReadAsync(call, marked).ConfigureAwait(false);
        IReadOnlyDictionary<string, string> scopes = await new RowScopes(mapping, call).OfAsync(type, rows).ConfigureAwait(false);
        HashSet<string> unplaced = [.. rows.Keys.Except(scopes.Keys)];
        await SetAsideAsync(type, marks.FindAll(mark => unplaced.Contains(mark.Key))).ConfigureAwait(false);
        marks.RemoveAll(mark => unplaced.Contains(mark.Key));
        await Marks(marks).ExecuteDeleteAsync(call.CancellationToken).ConfigureAwait(false);
        await changes.MarkAsync(type, [.. scopes.Keys], stamp).ConfigureAwait(false);
        List<ServerEntity> taken = [.. scopes.Select(scope => Live(type, scope.Key, scope.Value, entries))];
        foreach (IGrouping<string, MarkRow> gone in marks.Where(mark => !rows.ContainsKey(mark.Key)).GroupBy(mark => mark.Key, StringComparer.Ordinal))
        {
            if (await DeleteAsync(type, [.. gone], entries).ConfigureAwait(false) is { } tombstone)
                taken.Add(tombstone);
        }
        return taken;
    }

    private Task<List<MarkRow>> ReadAsync(EntityMapping type, IReadOnlyCollection<string> keys)
    {
        string name = type.Entity.Type;
        List<string> wanted = [.. keys];
        return call.ListAsync(call.Context.Set<MarkRow>().AsNoTracking().Where(m => m.Type == name && EF.Parameter(wanted).Contains(m.Key)).OrderBy(m => m.Id));
    }

    private IQueryable<MarkRow> Marks(IReadOnlyList<MarkRow> marks)
    {
        List<long> ids = [.. marks.Select(mark => mark.Id)];
        return call.Context.Set<MarkRow>().Where(m => EF.Parameter(ids).Contains(m.Id));
    }

    /// <summary>A row that is in no scope must hold up neither the others nor a device.</summary>
    private async Task SetAsideAsync(EntityMapping type, List<MarkRow> marks)
    {
        string problem = $"The {type.Entity.Type} names no scope, or a parent that does not exist.";
        if (marks.Count > 0)
            await Marks(marks).ExecuteUpdateAsync(row => row.SetProperty(m => m.Problem, problem), call.CancellationToken).ConfigureAwait(false);
    }

    private ServerEntity Live(EntityMapping type, string key, string scope, IReadOnlyDictionary<EntityId, EntryRow?> entries)
    {
        FeedWrite write = unit.Writes.FindLast(written => written.Id.Key == key && written.Id.Type == type.Entity.Type)!;
        return new ServerEntity
        {
            Id = write.Id,
            Scope = scope,
            Version = write.Version,
            State = FieldValues.Empty,
            Stamps = Stamps.Read(Stamps.After(entries.GetValueOrDefault(write.Id)?.Stamps, [write])),
        };
    }

    /// <summary>A row that is gone leaves a tombstone where the feed told of it; whatever else was noted of it nobody knows.</summary>
    private async Task<ServerEntity?> DeleteAsync(EntityMapping type, List<MarkRow> marks, IReadOnlyDictionary<EntityId, EntryRow?> entries)
    {
        EntityId id = marks[0].EntityId;
        if (entries.GetValueOrDefault(id) is not { Status: EntryStatus.Live } entry || unit.Writes.Exists(write => write.Id == id && write.IsDeleted))
            return null;
        FieldValues state = FieldValues.Empty;
        if (marks.Select(mark => mark.Row).LastOrDefault(row => row is not null) is { } json && await type.FromJsonAsync(call, mapping.Dialect.RowOfJson(call.Context, type), json).ConfigureAwait(false) is { } row)
            state = type.Entity.ReadState(row);
        var write = new FeedWrite { Mapping = type, Id = id, Version = Math.Max(marks.Max(mark => mark.Version), entry.Version) + 1, IsDeleted = true, Scope = entry.Scope, State = state.ToJson() };
        unit.Writes.Add(write);
        return new ServerEntity { Id = id, Scope = entry.Scope, Version = write.Version, State = state, IsDeleted = true, Stamps = Stamps.Read(entry.Stamps) };
    }
}
