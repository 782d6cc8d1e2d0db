using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.EntityFrameworkCore.Tracking;

namespace Athens.Sync.EntityFrameworkCore.Feed;

/// <summary>Drops what went with a savepoint that was rolled back. EF does not say which savepoint it was; the rows' versions do.</summary>
internal static class SavepointCheck
{
    public static async Task ApplyAsync(FeedUnit unit, ContextCall call)
    {
        HashSet<FeedWrite> survivors = new(ReferenceEqualityComparer.Instance);
        foreach (IGrouping<EntityMapping, FeedWrite> type in unit.Writes.GroupBy(w => w.Mapping).ToList())
        {
            IReadOnlyDictionary<string, StoredEntity> rows = await type.Key.ReadAsync(call, type.Select(w => w.Id.Key).Distinct()).ConfigureAwait(false);
            foreach (IGrouping<EntityId, FeedWrite> entity in type.GroupBy(w => w.Id))
                survivors.UnionWith(Survivors([.. entity], rows.GetValueOrDefault(entity.Key.Key)));
            foreach (Candidate written in unit.Objects.Where(o => o.Mapping == type.Key))
                written.ResetVersion(rows.GetValueOrDefault(written.Id.Key)?.Version ?? 0);
        }
        unit.Writes.RemoveAll(write => !survivors.Contains(write));
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
