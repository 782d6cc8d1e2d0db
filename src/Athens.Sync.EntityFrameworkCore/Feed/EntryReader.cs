using Athens.Sync.EntityFrameworkCore.Dialects;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.EntityFrameworkCore.Tables;

namespace Athens.Sync.EntityFrameworkCore.Feed;

/// <summary>Reads where entities are.</summary>
internal static class EntryReader
{
    /// <summary>The entries that are not of scopes the entities left, by entity; null for an entity without one.</summary>
    public static async Task<IReadOnlyDictionary<EntityId, EntryRow?>> ReadAsync(ContextCall call, Dialect dialect, IReadOnlyCollection<EntityId> ids) =>
        ids.Count == 0 ? Of(ids, []) : Of(ids, await dialect.ReadEntriesAsync(new SqlSession(call), ids).ConfigureAwait(false));

    /// <summary>As the other, and keeps other transactions from changing what it reads.</summary>
    public static async Task<IReadOnlyDictionary<EntityId, EntryRow?>> LockAsync(ContextCall call, Dialect dialect, IReadOnlyList<EntityId> ids) =>
        Of(ids, await dialect.LockEntriesAsync(new SqlSession(call), ids).ConfigureAwait(false));

    private static Dictionary<EntityId, EntryRow?> Of(IReadOnlyCollection<EntityId> ids, IEnumerable<EntryRow> entries)
    {
        var found = new Dictionary<EntityId, EntryRow?>(ids.Count);
        foreach (EntityId id in ids)
            found[id] = null;
        foreach (EntryRow entry in entries.Where(entry => found.ContainsKey(entry.Id)))
            found[entry.Id] = entry;
        return found;
    }
}
