using Athens.Sync.EntityFrameworkCore.Dialects;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.EntityFrameworkCore.Tables;

namespace Athens.Sync.EntityFrameworkCore.Feed;

/// <summary>Makes writes that passed by the change tracker changes of an open transaction.</summary>
internal sealed class ChangeMarks(SyncMapping mapping, ContextCall call, FeedUnit unit)
{
    /// <summary>Gives rows their next version and has the commit tell of them.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> MarkAsync(EntityMapping type, IReadOnlyList<string> keys, Stamp stamp) =>
        WholeAsync(() => BumpAsync(type, keys, stamp));

    /// <summary>Deletes rows and has the commit tell of them.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> DeleteAsync(EntityMapping type, IReadOnlyList<string> keys) => WholeAsync(async () =>
    {
        if (keys.Count == 0)
            return 0;
        await mapping.Dialect.LockRowsAsync(new SqlSession(call), type, keys).ConfigureAwait(false);
        IReadOnlyDictionary<string, StoredEntity> rows = await type.ReadAsync(call, keys).ConfigureAwait(false);
        IReadOnlyDictionary<EntityId, long> told = await ToldAsync(type, keys).ConfigureAwait(false);
        await type.DeleteAsync(call, keys).ConfigureAwait(false);
        unit.Writes.AddRange(rows.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => Tombstone(type, row.Key, row.Value, told)));
        return rows.Count;
    });

    /// <summary>What is half done must not be committed.</summary>
    private async Task<int> WholeAsync(Func<Task<int>> work)
    {
        string? before = unit.Broken;
        unit.Broken = "Rows in it were to be marked as changed, and that failed.";
        int count = await work().ConfigureAwait(false);
        unit.Broken = before;
        return count;
    }

    private async Task<int> BumpAsync(EntityMapping type, IReadOnlyList<string> keys, Stamp stamp)
    {
        if (keys.Count == 0)
            return 0;
        await mapping.Dialect.LockRowsAsync(new SqlSession(call), type, keys).ConfigureAwait(false);
        await type.RaiseVersionsAsync(call, keys).ConfigureAwait(false);
        IReadOnlyDictionary<string, StoredEntity> rows = await type.ReadAsync(call, keys).ConfigureAwait(false);
        IReadOnlyDictionary<EntityId, long> told = await ToldAsync(type, keys).ConfigureAwait(false);
        foreach ((string key, StoredEntity row) in rows.OrderBy(row => row.Key, StringComparer.Ordinal))
        {
            var id = new EntityId(type.Entity.Type, key);
            long version = Math.Max(row.Version, told.GetValueOrDefault(id) + 1);
            // A row that was inserted where one had been deleted goes on from the tombstone.
            if (version != row.Version)
                await type.SetVersionAsync(call, key, version).ConfigureAwait(false);
            unit.Writes.Add(Live(type, id, row, version, stamp));
        }
        return rows.Count;
    }

    private Task<IReadOnlyDictionary<EntityId, EntryRow?>> EntriesAsync(EntityMapping type, IReadOnlyList<string> keys) =>
        EntryReader.ReadAsync(call, mapping.Dialect, [.. keys.Select(key => new EntityId(type.Entity.Type, key))]);

    /// <summary>The latest version of each entity that its entry tells, or will tell of this transaction.</summary>
    private async Task<IReadOnlyDictionary<EntityId, long>> ToldAsync(EntityMapping type, IReadOnlyList<string> keys)
    {
        IReadOnlyDictionary<EntityId, EntryRow?> entries = await EntriesAsync(type, keys).ConfigureAwait(false);
        Dictionary<EntityId, long> told = entries.ToDictionary(pair => pair.Key, pair => pair.Value?.Version ?? 0);
        foreach (FeedWrite write in unit.Writes.Where(write => told.ContainsKey(write.Id)))
            told[write.Id] = Math.Max(told[write.Id], write.Version);
        return told;
    }

    private static FeedWrite Live(EntityMapping type, EntityId id, StoredEntity row, long version, Stamp stamp)
    {
        Placement place = Placement.Of(type, row.Entity);
        return new FeedWrite
        {
            Mapping = type,
            Id = id,
            Version = version,
            Scope = place.Scope,
            Parent = place.Parent,
            Stamped = [.. type.Entity.Fields.Where(field => field.Strategy.UsesStamps).Select(field => field.Name)],
            Stamp = stamp,
            IsMark = true,
        };
    }

    private static FeedWrite Tombstone(EntityMapping type, string key, StoredEntity row, IReadOnlyDictionary<EntityId, long> told)
    {
        var id = new EntityId(type.Entity.Type, key);
        Placement place = Placement.Of(type, row.Entity);
        return new FeedWrite
        {
            Mapping = type,
            Id = id,
            Version = Math.Max(row.Version, told.GetValueOrDefault(id)) + 1,
            IsDeleted = true,
            Scope = place.Scope,
            Parent = place.Parent,
            State = type.Entity.ReadState(row.Entity).ToJson(),
        };
    }
}
