using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Device.Records;

/// <summary>Reads whole types and whole outboxes: one state of them, in full.</summary>
internal static class RecordScan
{
    /// <summary>The replicas that a filter takes, in ordinal order of keys. SQLite orders by the bytes of UTF-8, which is another.</summary>
    public static async Task<IReadOnlyList<ReplicaRow>> ReplicasAsync(ContextCall call, ReplicaFilter filter)
    {
        string type = filter.Type;
        IQueryable<ReplicaRow> query = call.Context.Set<ReplicaRow>().AsNoTracking().Where(r => r.Type == type);
        if (!filter.IncludesHidden)
            query = query.Where(r => r.Visible == 1);
        List<ReplicaRow> rows = await call.ListAsync(query).ConfigureAwait(false);
        rows.Sort((left, right) => string.CompareOrdinal(left.Key, right.Key));
        return rows;
    }

    /// <summary>The items that a filter takes, in order of position.</summary>
    public static async Task<IReadOnlyList<OutboxRow>> OutboxAsync(ContextCall call, OutboxFilter filter)
    {
        IQueryable<OutboxRow> query = call.Context.Set<OutboxRow>().AsNoTracking();
        if ((int?)filter.Status is { } status)
            query = query.Where(i => i.Status == status);
        if (filter.Type is { } type)
            query = query.Where(i => i.Type == type);
        if (filter.Key is { } key)
            query = query.Where(i => i.Key == key);
        return await call.ListAsync(query.OrderBy(i => i.Position)).ConfigureAwait(false);
    }
}
