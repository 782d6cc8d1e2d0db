using Athens.Sync.EntityFrameworkCore.Tables;
using Athens.Sync.Server;

namespace Athens.Sync.EntityFrameworkCore.Dialects;

/// <summary>Statements on how far devices have read, and on what need not be kept for them; alike in every database.</summary>
internal sealed class FeedStatements(Table positions, Table counters, Table entries)
{
    private static readonly string[] KeyColumns =
        [nameof(PositionRow.Tenant), nameof(PositionRow.User), nameof(PositionRow.Device), nameof(PositionRow.Scope), nameof(PositionRow.Lane)];

    private static readonly string[] ValueColumns = [nameof(PositionRow.Sequence), nameof(PositionRow.SeenAt)];

    /// <summary>Reads the counter of a feed; null where nothing was ever told in it.</summary>
    public async Task<CounterRow?> FindCounterAsync(SqlSession session, string scope, string lane) => (await session.ReadAsync(
        $"SELECT {counters.Columns(RowReader.CounterColumns)} FROM {counters.Name} WHERE {counters.Column(nameof(CounterRow.Scope))} = @p0 AND {counters.Column(nameof(CounterRow.Lane))} = @p1",
        RowReader.Counter,
        scope,
        lane).ConfigureAwait(false)).SingleOrDefault();

    /// <summary>Reads the next entries of a feed, in order.</summary>
    public Task<List<EntryRow>> ReadAsync(SqlSession session, FeedRequest request)
    {
        string sequence = entries.Column(nameof(EntryRow.Sequence));
        return session.ReadAsync(
            $"SELECT {entries.Columns(RowReader.EntryColumns)} FROM {entries.Name} WHERE {entries.Column(nameof(EntryRow.Scope))} = @p0 AND {entries.Column(nameof(EntryRow.Lane))} = @p1 AND {sequence} > @p2 "
            + $"AND ({entries.Column(nameof(EntryRow.Status))} = {(int)EntryStatus.Live} OR {sequence} > @p3) ORDER BY {sequence} LIMIT @p4",
            RowReader.Entry,
            request.Scope,
            request.Lane,
            request.After,
            request.SkipTombstonesThrough,
            request.Limit);
    }

    public Task NoteAsync(SqlSession session, DevicePosition position)
    {
        string assign = string.Join(", ", ValueColumns.Select(positions.Column).Select(column => $"{column} = excluded.{column}"));
        return session.ExecuteAsync(
            $"INSERT INTO {positions.Name} ({positions.Columns([.. KeyColumns, .. ValueColumns])}) VALUES {SqlSession.Rows(1, 7)} ON CONFLICT ({positions.Columns(KeyColumns)}) DO UPDATE SET {assign}",
            position.Device.Tenant,
            position.Device.User,
            position.Device.Device,
            position.Scope,
            position.Lane,
            position.Sequence,
            position.SeenAt.UtcTicks);
    }

    /// <summary>Forgets devices that were not heard of since a moment, raises each feed's floor to what the others have read, and removes what is gone below it.</summary>
    public async Task<int> CollectAsync(SqlSession session, long liveSince)
    {
        await session.ExecuteAsync($"DELETE FROM {positions.Name} WHERE {positions.Column(nameof(PositionRow.SeenAt))} < @p0", liveSince).ConfigureAwait(false);
        await session.ExecuteAsync(Raise()).ConfigureAwait(false);
        return await session.ExecuteAsync(Remove()).ConfigureAwait(false);
    }

    private string Raise()
    {
        string floor = counters.Column(nameof(CounterRow.Floor));
        string read = $"COALESCE((SELECT MIN(p.{positions.Column(nameof(PositionRow.Sequence))}) FROM {positions.Name} AS p WHERE {Same("p", positions)}), {counters.Name}.{counters.Column(nameof(CounterRow.Value))})";
        string gone = $"(SELECT MAX(e.{entries.Column(nameof(EntryRow.Sequence))}) FROM {entries.Name} AS e WHERE {Same("e", entries)} AND {Gone("e")} AND e.{entries.Column(nameof(EntryRow.Sequence))} <= {read})";
        return $"UPDATE {counters.Name} SET {floor} = {gone} WHERE {gone} > {floor}";
    }

    private string Remove() =>
        $"DELETE FROM {entries.Name} WHERE {Gone(entries.Name)} AND {entries.Column(nameof(EntryRow.Sequence))} <= "
        + $"(SELECT c.{counters.Column(nameof(CounterRow.Floor))} FROM {counters.Name} AS c WHERE c.{counters.Column(nameof(CounterRow.Scope))} = {entries.Name}.{entries.Column(nameof(EntryRow.Scope))} "
        + $"AND c.{counters.Column(nameof(CounterRow.Lane))} = {entries.Name}.{entries.Column(nameof(EntryRow.Lane))})";

    private string Same(string alias, Table table) =>
        $"{alias}.{table.Column(nameof(CounterRow.Scope))} = {counters.Name}.{counters.Column(nameof(CounterRow.Scope))} AND {alias}.{table.Column(nameof(CounterRow.Lane))} = {counters.Name}.{counters.Column(nameof(CounterRow.Lane))}";

    private string Gone(string alias) => $"{alias}.{entries.Column(nameof(EntryRow.Status))} <> {(int)EntryStatus.Live}";
}
