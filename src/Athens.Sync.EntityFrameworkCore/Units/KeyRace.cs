using Athens.Sync.EntityFrameworkCore.Mapping;

namespace Athens.Sync.EntityFrameworkCore.Units;

/// <summary>A key that was free when it was looked for and is taken now was made by another transaction: a race, and no fault of the data.</summary>
internal static class KeyRace
{
    /// <param name="call">A context that sees what others have committed.</param>
    /// <param name="mapping">Where entities are.</param>
    /// <param name="made">The keys that were to be made, and were not.</param>
    /// <exception cref="StoreException">One of them is there.</exception>
    public static async Task TellAsync(ContextCall call, SyncMapping mapping, IEnumerable<EntityId> made)
    {
        foreach (IGrouping<string, EntityId> type in made.GroupBy(id => id.Type, StringComparer.Ordinal))
        {
            if ((await mapping.Of(type.Key).ReadAsync(call, type.Select(id => id.Key)).ConfigureAwait(false)).Count > 0)
                throw new StoreException(StoreFailure.Busy, "Another transaction made an entity with the same key.");
        }
    }
}
