using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.EntityFrameworkCore.Tables;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Feed;

/// <summary>Reads where entities are.</summary>
internal static class EntryReader
{
    /// <summary>The entries that are not of scopes the entities left, by entity; null for an entity without one.</summary>
    public static async Task<IReadOnlyDictionary<EntityId, EntryRow?>> ReadAsync(ContextCall call, IReadOnlyCollection<EntityId> ids)
    {
        Dictionary<EntityId, EntryRow?> found = ids.Distinct().ToDictionary(id => id, _ => (EntryRow?)null);
        if (found.Count == 0)
            return found;
        List<string> types = [.. found.Keys.Select(id => id.Type).Distinct()];
        List<string> keys = [.. found.Keys.Select(id => id.Key).Distinct()];
        IQueryable<EntryRow> query = call.Context.Set<EntryRow>().AsNoTracking()
            .Where(e => e.Status != EntryStatus.Left && EF.Parameter(types).Contains(e.Type) && EF.Parameter(keys).Contains(e.Key));
        foreach (EntryRow entry in await call.ListAsync(query).ConfigureAwait(false))
        {
            if (found.ContainsKey(entry.Id))
                found[entry.Id] = entry;
        }
        return found;
    }
}
