using Athens.Sync.EntityFrameworkCore.Feed;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.EntityFrameworkCore.Tables;
using Athens.Sync.EntityFrameworkCore.Tracking;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Units;

/// <summary>Catches up with a batch of entities in one transaction.</summary>
internal sealed class CatchUpUnit(DbContext context, SyncMapping mapping, FeedUnit unit, EntityRows rows, CancellationToken cancellationToken)
{
    private readonly ContextCall call = new(context, true, cancellationToken);

    /// <summary>Tells what triggers noted first: locking an entity takes in what was noted of it.</summary>
    public async Task<CatchUpBatch> TakeMarksAsync(int max)
    {
        List<string> types = [.. mapping.Entities.Select(type => type.Entity.Type)];
        List<MarkRow> marks = await call.ListAsync(context.Set<MarkRow>().AsNoTracking()
            .Where(m => m.Problem == null && EF.Parameter(types).Contains(m.Type))
            .OrderBy(m => m.Id).Take(max)).ConfigureAwait(false);
        ILookup<bool, MarkRow> named = marks.ToLookup(mark => KeyText.IsKey(mapping.Of(mark.Type).Entity, mark.Key));
        List<long> nameless = [.. named[false].Select(mark => mark.Id)];
        if (nameless.Count > 0)
            await context.Set<MarkRow>().Where(m => EF.Parameter(nameless).Contains(m.Id)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        int before = unit.Writes.Count;
        await rows.LockAsync(named[true].Select(mark => mark.EntityId), cancellationToken).ConfigureAwait(false);
        return new CatchUpBatch(marks.Count, unit.Writes.Count - before, []);
    }

    /// <summary>Has what was set aside tried once more: its parent may be there by now.</summary>
    public async Task<CatchUpBatch> ResetMarksAsync() => new(
        await context.Set<MarkRow>().Where(m => m.Problem != null).ExecuteUpdateAsync(row => row.SetProperty(m => m.Problem, (string?)null), cancellationToken).ConfigureAwait(false),
        0,
        []);

    /// <summary>The entities whose marks are set aside.</summary>
    public async Task<CatchUpBatch> ReadSetAsideAsync()
    {
        List<MarkRow> marks = await call.ListAsync(context.Set<MarkRow>().AsNoTracking().Where(m => m.Problem != null)).ConfigureAwait(false);
        return new CatchUpBatch(marks.Count, 0, [.. marks.Select(mark => mark.EntityId).Distinct()]);
    }

    /// <summary>Tells rows that no entry tells of. They are looked at once more under lock: others may write them meanwhile.</summary>
    public async Task<CatchUpBatch> AdoptAsync(EntityMapping type, string? after, int max)
    {
        string sql = mapping.Dialect.Untold(context, type, after is not null);
        List<string> keys = await call.ListAsync(context.Database.SqlQueryRaw<string>(sql, [type.Entity.Type, max, .. after is null ? (object[])[] : [StoredKey(type, after)]])).ConfigureAwait(false);
        EntityId[] found = [.. keys.Where(key => KeyText.IsKey(type.Entity, key)).Select(key => new EntityId(type.Entity.Type, key))];
        await rows.LockAsync(found, cancellationToken).ConfigureAwait(false);
        HashSet<EntityId> told = [.. unit.Writes.Select(write => write.Id)];
        string[] untold = [.. found.Where(id => unit.Known.GetValueOrDefault(id) is null && !told.Contains(id)).Select(id => id.Key)];
        IReadOnlyDictionary<string, StoredEntity> stored = await type.ReadAsync(call, untold).ConfigureAwait(false);
        IReadOnlyDictionary<string, string> scopes = await new RowScopes(mapping, call).OfAsync(type, stored).ConfigureAwait(false);
        await new ChangeMarks(mapping, call, unit).MarkAsync(type, [.. scopes.Keys], SyncOptionsExtension.InterceptorOf(context).StampNow()).ConfigureAwait(false);
        return new CatchUpBatch(
            keys.Count,
            unit.Writes.Count,
            [.. stored.Keys.Except(scopes.Keys).Select(key => new EntityId(type.Entity.Type, key))],
            keys.Count > 0 ? keys[^1] : null);
    }

    private static object StoredKey(EntityMapping type, string key)
    {
        object parsed = type.Entity.ParseKey(key);
        return type.Key.GetTypeMapping().Converter?.ConvertToProvider(parsed) ?? parsed;
    }
}
