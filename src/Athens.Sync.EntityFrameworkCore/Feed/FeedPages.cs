using Athens.Sync.EntityFrameworkCore.Dialects;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.EntityFrameworkCore.Tables;
using Athens.Sync.Server;

namespace Athens.Sync.EntityFrameworkCore.Feed;

/// <summary>Reads pages of feeds. Called in a transaction that reads one snapshot.</summary>
internal sealed class FeedPages(SyncMapping mapping, ContextCall call)
{
    public async Task<FeedPage> ReadAsync(FeedRequest request)
    {
        var session = new SqlSession(call);
        CounterRow? feed = await mapping.Dialect.Feeds.FindCounterAsync(session, request.Scope, request.Lane).ConfigureAwait(false);
        List<EntryRow> rows = await mapping.Dialect.Feeds.ReadAsync(session, request).ConfigureAwait(false);
        Dictionary<EntityId, StoredEntity> live = await ReadLiveAsync(rows).ConfigureAwait(false);
        long counter = feed?.Value ?? 0;
        return new FeedPage(
            [.. rows.Select(row => Entry(row, live.GetValueOrDefault(row.Id)))],
            counter,
            rows.Count == request.Limit ? rows[^1].Sequence : Math.Max(request.After, counter),
            feed?.Floor ?? 0);
    }

    private async Task<Dictionary<EntityId, StoredEntity>> ReadLiveAsync(IReadOnlyList<EntryRow> rows)
    {
        var live = new Dictionary<EntityId, StoredEntity>();
        foreach (IGrouping<string, EntryRow> type in rows.Where(row => row.Status is EntryStatus.Live).GroupBy(row => row.Type, StringComparer.Ordinal))
        {
            foreach ((string key, StoredEntity row) in await mapping.Of(type.Key).ReadAsync(call, type.Select(row => row.Key)).ConfigureAwait(false))
                live[new EntityId(type.Key, key)] = row;
        }
        return live;
    }

    /// <summary>A row that was deleted past the change tracker is told as gone: an entry never stands for nothing.</summary>
    private FeedEntry Entry(EntryRow row, StoredEntity? live) => row.Status is EntryStatus.Live && live is not null
        ? new FeedEntry(row.Sequence, new ServerEntity
        {
            Id = row.Id,
            Scope = row.Scope,
            // A row that was put past the engine where one had been begins at 0 until it is told: no replica's version goes back.
            Version = Math.Max(live.Version, row.Version),
            State = mapping.Of(row.Type).Entity.ReadState(live.Entity),
            Stamps = Stamps.Read(row.Stamps),
        })
        : new FeedEntry(row.Sequence, Tombstone(row), row.Status is EntryStatus.Left);

    public static ServerEntity Tombstone(EntryRow row) => new()
    {
        Id = row.Id,
        Scope = row.Scope,
        Version = row.Version,
        State = row.State is null ? FieldValues.Empty : FieldValues.Parse(row.State),
        IsDeleted = true,
        Stamps = Stamps.Read(row.Stamps),
    };
}
