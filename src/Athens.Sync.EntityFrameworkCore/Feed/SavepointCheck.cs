using Athens.Sync.EntityFrameworkCore.Mapping;

namespace Athens.Sync.EntityFrameworkCore.Feed;

/// <summary>Finds which writes of a transaction are still there after a savepoint was rolled back. EF does not say which savepoint it was; the rows' versions do.</summary>
internal sealed class SavepointCheck(ContextCall call)
{
    public async Task<IReadOnlyList<FeedWrite>> SurvivorsAsync(IReadOnlyList<FeedWrite> writes)
    {
        var survivors = new List<FeedWrite>();
        foreach (IGrouping<EntityMapping, FeedWrite> type in writes.GroupBy(w => w.Mapping))
        {
            IReadOnlyDictionary<string, StoredEntity> rows = await type.Key.ReadAsync(call, type.Select(w => w.Id.Key).Distinct()).ConfigureAwait(false);
            foreach (IGrouping<EntityId, FeedWrite> entity in type.GroupBy(w => w.Id))
                survivors.AddRange(Survivors([.. entity], rows.GetValueOrDefault(entity.Key.Key)));
        }
        HashSet<FeedWrite> kept = [.. survivors];
        return [.. writes.Where(kept.Contains)];
    }

    private static IEnumerable<FeedWrite> Survivors(IReadOnlyList<FeedWrite> writes, StoredEntity? row)
    {
        int last = row is not null
            ? LastIndex(writes, w => !w.IsDeleted && w.Version == row.Version)
            : WasThere(writes) ? LastIndex(writes, w => w.IsDeleted) : -1;
        return writes.Take(last + 1);
    }

    /// <summary>What this transaction made, and made first, was never there for anybody else: gone, it leaves nothing.</summary>
    private static bool WasThere(IReadOnlyList<FeedWrite> writes) => writes[0].IsDeleted || writes[0].Version > 1;

    private static int LastIndex(IReadOnlyList<FeedWrite> writes, Func<FeedWrite, bool> predicate)
    {
        int index = writes.Count - 1;
        while (index >= 0 && !predicate(writes[index]))
            index--;
        return index;
    }
}
