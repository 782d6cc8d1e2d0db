using System.Data;
using System.Data.Common;
using Athens.Sync.Modeling;
using Athens.Sync.EntityFrameworkCore.Bulk;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.EntityFrameworkCore.Tables;
using Athens.Sync.EntityFrameworkCore.Triggers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Dialects;

/// <summary>PostgreSQL at READ COMMITTED: claimed keys are rows, rows are locked in key order, and a page is one repeatable read.</summary>
internal sealed class PostgresDialect(DbContext context) : Dialect(context)
{
    private const string ByBytes = "COLLATE \"C\"";

    public override bool HasOneWriter => false;

    public override BulkWriter Bulk { get; } = new PostgresBulkWriter();

    public override Task<IDbContextTransaction> BeginWriteAsync(DbContext context, CancellationToken cancellationToken) =>
        context.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);

    public override async Task<IAsyncDisposable> BeginReadAsync(DbContext context, CancellationToken cancellationToken)
    {
        IDbContextTransaction transaction = await context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
        await new SqlSession(new ContextCall(context, true, cancellationToken)).ExecuteAsync("SET TRANSACTION READ ONLY").ConfigureAwait(false);
        return transaction;
    }

    public override async Task<DeviceRow?> LockDeviceAsync(SqlSession session, DeviceRow device)
    {
        if (await Devices.LockAsync(session, device).ConfigureAwait(false) is { } known)
            return known;
        await Devices.EnsureAsync(session, device).ConfigureAwait(false);
        return await Devices.LockAsync(session, device).ConfigureAwait(false);
    }

    public override Task LockLeasesAsync(SqlSession session, string tenant, string user, string device) => Leases.LockAsync(session, tenant, user, device);

    public override Task<int> ClaimAsync(SqlSession session, IReadOnlyList<ChangeRow> keys) => session.ExecuteAsync(
        $"INSERT INTO {Changes.Name} ({Changes.Columns(RowReader.ChangeColumns)}) "
        + "SELECT k.a, k.b, k.c, k.d, k.e, '', NULL::bigint, NULL::text, '', 0 FROM unnest(@p0::text[], @p1::text[], @p2::text[], @p3::text[], @p4::text[]) WITH ORDINALITY AS k(a, b, c, d, e, place) "
        + "ORDER BY k.place ON CONFLICT DO NOTHING",
        Arrays(keys));

    public override Task ReleaseAsync(SqlSession session, IReadOnlyList<ChangeRow> keys) => session.ExecuteAsync(
        $"DELETE FROM {Changes.Name} AS t USING unnest(@p0::text[], @p1::text[], @p2::text[], @p3::text[], @p4::text[]) AS k(a, b, c, d, e) WHERE {MatchesKey()} AND t.{Changes.Column(nameof(ChangeRow.Outcome))} = ''",
        Arrays(keys));

    public override async Task RecordAsync(SqlSession session, IReadOnlyList<ChangeRow> records)
    {
        string sql = $"INSERT INTO {Changes.Name} AS t ({Changes.Columns(RowReader.ChangeColumns)}) "
            + "SELECT * FROM unnest(@p0::text[], @p1::text[], @p2::text[], @p3::text[], @p4::text[], @p5::text[], @p6::bigint[], @p7::text[], @p8::text[], @p9::bigint[]) "
            + $"ON CONFLICT ({Changes.Columns(ChangeKeyColumns)}) DO UPDATE SET {Assign(Changes, ChangeValueColumns)} WHERE t.{Changes.Column(nameof(ChangeRow.Outcome))} = ''";
        object?[] values =
        [
            .. Arrays(records),
            records.Select(r => r.PayloadHash).ToArray(),
            records.Select(r => r.Number).ToArray(),
            records.Select(r => r.Generation).ToArray(),
            records.Select(r => r.Outcome).ToArray(),
            records.Select(r => r.RecordedAt).ToArray(),
        ];
        if (await session.ExecuteAsync(sql, values).ConfigureAwait(false) != records.Count)
            throw new StoreException(StoreFailure.Constraint, "A change is recorded twice.");
    }

    public override async Task<IReadOnlyList<long>> TakeKeysAsync(SqlSession session, EntityMapping mapping, int count)
    {
        var table = new Table(session.Context, mapping.Type);
        List<long> keys = await session.ReadAsync(
            "SELECT nextval(s) FROM pg_get_serial_sequence(@p0, @p1) AS s, generate_series(1, @p2) WHERE s IS NOT NULL",
            row => row.GetInt64(0),
            table.Name,
            mapping.Key.GetColumnName(),
            count).ConfigureAwait(false);
        return keys.Count == count
            ? keys
            : throw new SyncModelException($"The key of {mapping.Entity.ClrType.Name} is to be given by the server, and its column {table.Name}.{table.Column(mapping.Key.Name)} has no sequence of its own: make it an identity column.");
    }

    public override async Task<bool> LockRowsAsync(SqlSession session, EntityMapping mapping, IReadOnlyList<string> keys)
    {
        var table = new Table(session.Context, mapping.Type);
        string key = table.Column(mapping.Key.Name);
        string order = mapping.Key.GetRelationalTypeMapping().StoreType.StartsWith("text", StringComparison.Ordinal) ? $"{key} {ByBytes}" : key;
        List<int> locked = await session.ReadAsync($"SELECT 1 FROM {table.Name} WHERE {key} = ANY(@p0) ORDER BY {order} FOR NO KEY UPDATE", row => row.GetInt32(0), [KeyArray(mapping, keys)]).ConfigureAwait(false);
        return locked.Count > 0;
    }

    /// <summary>What was not there to be locked is looked for once more: it may have moved while others were waited for.</summary>
    public override async Task<IReadOnlyList<EntryRow>> LockEntriesAsync(SqlSession session, IReadOnlyList<EntityId> ids)
    {
        string type = Entries.Column(nameof(EntryRow.Type));
        string key = Entries.Column(nameof(EntryRow.Key));
        List<EntryRow> locked = await session.ReadAsync(
            $"SELECT {Entries.Columns(RowReader.EntryColumns)} FROM {Entries.Name} AS e WHERE ({type}, {key}) IN (SELECT * FROM unnest(@p0::text[], @p1::text[])) AND {Entries.Column(nameof(EntryRow.Status))} <> {(int)EntryStatus.Left} ORDER BY {type} {ByBytes}, {key} {ByBytes} FOR NO KEY UPDATE",
            RowReader.Entry,
            ids.Select(id => id.Type).ToArray(),
            ids.Select(id => id.Key).ToArray()).ConfigureAwait(false);
        EntityId[] missing = [.. ids.Except(locked.Select(entry => entry.Id))];
        return missing.Length == 0 ? locked : [.. locked, .. await ReadEntriesAsync(session, missing).ConfigureAwait(false)];
    }

    public override async Task WriteFeedAsync(SqlSession session, IReadOnlyList<EntryRow> entries)
    {
        object?[] values =
        [
            entries.Select(e => e.Scope).ToArray(),
            entries.Select(e => e.Type).ToArray(),
            entries.Select(e => e.Key).ToArray(),
            entries.Select(e => e.Lane).ToArray(),
            entries.Select(e => e.Version).ToArray(),
            entries.Select(e => (int)e.Status).ToArray(),
            entries.Select(e => e.State).ToArray(),
            entries.Select(e => e.Stamps).ToArray(),
        ];
        Expect(entries.Count, await session.ExecuteAsync(FeedStatement(), values).ConfigureAwait(false));
    }

    public override string RowOfJson(DbContext context, EntityMapping mapping) =>
        $"SELECT * FROM jsonb_populate_record(NULL::{new Table(context, mapping.Type).Name}, {{0}}::jsonb)";

    /// <summary>A trigger's statement is not kept as it was written, so its comment tells which it was.</summary>
    public override async Task<bool> HasTriggerAsync(SqlSession session, Trigger trigger) => await session.NumberAsync(
        "SELECT COUNT(*) FROM pg_trigger WHERE tgname = @p0 AND tgenabled <> 'D' AND obj_description(oid, 'pg_trigger') = @p1",
        trigger.Name,
        trigger.Fingerprint).ConfigureAwait(false) > 0;

    public override StoreFailure? FailureOf(DbException exception) => exception.SqlState switch
    {
        "40001" or "40P01" or "55P03" or "57P01" or "57P03" => StoreFailure.Busy,
        "53100" => StoreFailure.Full,
        "XX001" or "XX002" => StoreFailure.Corrupt,
        // An app's trigger raises P0001: it is a rule of the database as well.
        "P0001" or "44000" => StoreFailure.Constraint,
        string state when state.StartsWith("23", StringComparison.Ordinal) || state.StartsWith("22", StringComparison.Ordinal) => StoreFailure.Constraint,
        _ => exception.IsTransient ? StoreFailure.Busy : null,
    };

    public override Func<object, object>? AlterationBy(RelationalTypeMapping column)
    {
        Type type = column.Converter?.ProviderClrType ?? column.ClrType;
        if (type == typeof(DateTimeOffset))
            return value => new DateTimeOffset(Microseconds(((DateTimeOffset)value).UtcTicks), TimeSpan.Zero);
        if (type == typeof(DateTime))
            return value => new DateTime(Microseconds(((DateTime)value).Ticks), ((DateTime)value).Kind);
        if (type == typeof(TimeSpan))
            return value => new TimeSpan(((TimeSpan)value).Ticks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond);
        if (type == typeof(TimeOnly))
            return value => new TimeOnly(((TimeOnly)value).Ticks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond);
        if (type == typeof(decimal) && column.Scale is { } scale)
            return value => decimal.Round((decimal)value, scale, MidpointRounding.AwayFromZero) + new decimal(0, 0, 0, false, (byte)scale);
        return null;
    }

    /// <summary>One statement: the counters, in order, and with what they give the entries; those that left go first, so that an entity is nowhere twice.</summary>
    private string FeedStatement()
    {
        string feed = Counters.Columns(nameof(CounterRow.Scope), nameof(CounterRow.Lane));
        string value = Counters.Column(nameof(CounterRow.Value));
        string version = Entries.Column(nameof(EntryRow.Version));
        return "WITH w AS (SELECT *, row_number() OVER (PARTITION BY scope, lane ORDER BY place) AS nth, count(*) OVER (PARTITION BY scope, lane) AS total "
            + "FROM unnest(@p0::text[], @p1::text[], @p2::text[], @p3::text[], @p4::bigint[], @p5::integer[], @p6::text[], @p7::text[]) WITH ORDINALITY AS u(scope, type, key, lane, version, status, state, stamps, place)), "
            + $"n AS (INSERT INTO {Counters.Name} AS c ({feed}, {value}) SELECT scope, lane, count(*) FROM w GROUP BY scope, lane ORDER BY scope {ByBytes}, lane {ByBytes} "
            + $"ON CONFLICT ({feed}) DO UPDATE SET {value} = c.{value} + excluded.{value} RETURNING {Counters.Column(nameof(CounterRow.Scope))} AS scope, {Counters.Column(nameof(CounterRow.Lane))} AS lane, {value} AS last) "
            + $"INSERT INTO {Entries.Name} AS e ({Entries.Columns(RowReader.EntryColumns)}) "
            + "SELECT w.scope, w.type, w.key, w.lane, n.last - w.total + w.nth, w.version, w.status, w.state, w.stamps FROM w JOIN n ON n.scope = w.scope AND n.lane = w.lane "
            + $"ORDER BY w.status = {(int)EntryStatus.Left} DESC, w.place "
            + $"ON CONFLICT ({Entries.Columns(RowReader.EntryColumns.Take(3))}) DO UPDATE SET {Assign(Entries, RowReader.EntryColumns.Skip(3))} WHERE excluded.{version} >= e.{version}";
    }

    protected override string IsIn(string column, string parameter) => $"{column} = ANY({parameter})";

    protected override object Texts(IEnumerable<string> values) => values.ToArray();

    private string MatchesKey() => string.Join(" AND ", ChangeKeyColumns.Select((column, n) => $"t.{Changes.Column(column)} = k.{(char)('a' + n)}"));

    private static object?[] Arrays(IReadOnlyList<ChangeRow> keys) =>
    [
        keys.Select(k => k.Tenant).ToArray(),
        keys.Select(k => k.User).ToArray(),
        keys.Select(k => k.Device).ToArray(),
        keys.Select(k => k.OfflineId).ToArray(),
        keys.Select(k => k.Entity).ToArray(),
    ];

    private static Array KeyArray(EntityMapping mapping, IReadOnlyList<string> keys)
    {
        RelationalTypeMapping column = mapping.Key.GetRelationalTypeMapping();
        object[] values = [.. keys.Select(key => KeyText.TryParse(mapping.Entity, key)).OfType<object>().Select(key => column.Converter?.ConvertToProvider(key) ?? key)];
        var array = Array.CreateInstance(column.Converter?.ProviderClrType ?? mapping.Entity.KeyType, values.Length);
        Array.Copy(values, array, values.Length);
        return array;
    }

    /// <summary>The provider counts microseconds from the year 2000, and cuts off towards it.</summary>
    private static long Microseconds(long ticks)
    {
        long start = new DateTime(2000, 1, 1).Ticks;
        return start + (ticks - start) / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond;
    }
}
