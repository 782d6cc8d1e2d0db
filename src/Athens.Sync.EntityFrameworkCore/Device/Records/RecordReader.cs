using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Device.Records;

/// <summary>Reads a device's records. Each query goes by an index, so that what it costs does not grow with what lies behind.</summary>
internal sealed class RecordReader(ContextCall call, RecordCodec codec)
{
    /// <summary>Looks at what a query names. One state is seen where the caller's transaction sees one.</summary>
    public async Task<DeviceView> LoadAsync(DeviceQuery query)
    {
        var replicas = new Dictionary<EntityId, ReplicaRow>();
        var items = new SortedDictionary<long, OutboxRow>();
        StateRow? state = await StateAsync().ConfigureAwait(false);
        foreach (IGrouping<string, string> type in query.Entities.Distinct().GroupBy(id => id.Type, id => id.Key, StringComparer.Ordinal))
        {
            Add(replicas, await ReplicasAsync(type.Key, [.. type]).ConfigureAwait(false));
            Add(items, await OpenItemsAsync(type.Key, [.. type]).ConfigureAwait(false));
        }
        if (query.AwaitingParent)
            Add(replicas, await call.ListAsync(Replicas.Where(r => r.Awaits == 1)).ConfigureAwait(false));
        if (query.Positions.Count > 0)
            Add(items, await ItemsAsync([.. query.Positions]).ConfigureAwait(false));
        if (query.BlockedBy.Count > 0)
            Add(items, await BlockedAsync([.. query.BlockedBy.Select(id => id.ToString())]).ConfigureAwait(false));
        if (query.Sendable > 0)
            Add(items, await SendableAsync(query.Sendable).ConfigureAwait(false));
        return new DeviceView
        {
            State = Rows.State(state, codec),
            Replicas = replicas.ToDictionary(r => r.Key, r => Rows.Replica(r.Value, codec)),
            Items = [.. items.Values.Select(item => Rows.Item(item, codec))],
        };
    }

    /// <summary>The device's row; null in a new store.</summary>
    public async Task<StateRow?> StateAsync() =>
        (await call.ListAsync(call.Context.Set<StateRow>().AsNoTracking().Where(s => s.Id == StateRow.OnlyId)).ConfigureAwait(false)).SingleOrDefault();

    /// <summary>Replicas of a type by key; one that is not there is passed over.</summary>
    public Task<List<ReplicaRow>> ReplicasAsync(string type, List<string> keys) =>
        call.ListAsync(Replicas.Where(r => r.Type == type && EF.Parameter(keys).Contains(r.Key)));

    /// <summary>The replicas that a filter takes, in ordinal order of keys. SQLite orders by the bytes of UTF-8, which is another.</summary>
    public async Task<IReadOnlyList<ReplicaRow>> ReplicasAsync(ReplicaFilter filter)
    {
        string type = filter.Type;
        IQueryable<ReplicaRow> query = Replicas.Where(r => r.Type == type);
        if (!filter.IncludesHidden)
            query = query.Where(r => r.Visible == 1);
        List<ReplicaRow> rows = await call.ListAsync(query).ConfigureAwait(false);
        rows.Sort((left, right) => string.CompareOrdinal(left.Key, right.Key));
        return rows;
    }

    /// <summary>The items that a filter takes, in order of position.</summary>
    public async Task<IReadOnlyList<OutboxRow>> OutboxAsync(OutboxFilter filter)
    {
        IQueryable<OutboxRow> query = Items;
        if ((int?)filter.Status is { } status)
            query = query.Where(i => i.Status == status);
        if (filter.Type is { } type)
            query = query.Where(i => i.Type == type);
        if (filter.Key is { } key)
            query = query.Where(i => i.Key == key);
        return await call.ListAsync(query.OrderBy(i => i.Position)).ConfigureAwait(false);
    }

    private IQueryable<ReplicaRow> Replicas => call.Context.Set<ReplicaRow>().AsNoTracking();

    private IQueryable<OutboxRow> Items => call.Context.Set<OutboxRow>().AsNoTracking();

    private Task<List<OutboxRow>> OpenItemsAsync(string type, List<string?> keys) =>
        call.ListAsync(Items.Where(i => i.Type == type && EF.Parameter(keys).Contains(i.OpenKey)));

    private Task<List<OutboxRow>> ItemsAsync(List<long> positions) =>
        call.ListAsync(Items.Where(i => EF.Parameter(positions).Contains(i.Position)));

    private Task<List<OutboxRow>> BlockedAsync(List<string?> names) =>
        call.ListAsync(Items.Where(i => EF.Parameter(names).Contains(i.BlockedBy)));

    private Task<List<OutboxRow>> SendableAsync(int count)
    {
        long least = long.MinValue;
        return call.ListAsync(Items.Where(i => i.SendOrder >= least).OrderBy(i => i.SendOrder).Take(count));
    }

    private static void Add(Dictionary<EntityId, ReplicaRow> replicas, List<ReplicaRow> rows)
    {
        foreach (ReplicaRow row in rows)
            replicas[new EntityId(row.Type, row.Key)] = row;
    }

    private static void Add(SortedDictionary<long, OutboxRow> items, List<OutboxRow> rows)
    {
        foreach (OutboxRow row in rows)
            items[row.Position] = row;
    }
}
