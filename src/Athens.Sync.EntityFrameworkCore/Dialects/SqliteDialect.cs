using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Athens.Sync.Modeling;
using Athens.Sync.EntityFrameworkCore.Bulk;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.EntityFrameworkCore.Tables;
using Athens.Sync.EntityFrameworkCore.Triggers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Dialects;

/// <summary>SQLite: one writer at a time, which holds the whole database, so nothing needs a lock of its own.</summary>
internal sealed class SqliteDialect(DbContext context) : Dialect(context)
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int TooBig = 18;
    private const int Constraint = 19;
    private const int NotADatabase = 26;

    public override bool HasOneWriter => true;

    public override BulkWriter Bulk { get; } = new SqliteBulkWriter();

    /// <summary>The provider begins IMMEDIATE unless it is told otherwise: the write lock is taken now, not at the first write.</summary>
    public override Task<IDbContextTransaction> BeginWriteAsync(DbContext context, CancellationToken cancellationToken) =>
        context.Database.BeginTransactionAsync(cancellationToken);

    /// <summary>A deferred transaction; EF can only begin immediate ones, which readers would wait for.</summary>
    public override async Task<IAsyncDisposable> BeginReadAsync(DbContext context, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var session = new SqlSession(new ContextCall(context, true, cancellationToken));
        await session.ExecuteAsync("BEGIN DEFERRED").ConfigureAwait(false);
        return new DeferredTransaction(context);
    }

    public override Task<DeviceRow?> LockDeviceAsync(SqlSession session, DeviceRow device) => Devices.FindAsync(session, device);

    public override Task LockLeasesAsync(SqlSession session, string tenant, string user, string device) => Task.CompletedTask;

    public override Task<int> ClaimAsync(SqlSession session, IReadOnlyList<ChangeRow> keys) => Task.FromResult(0);

    public override Task ReleaseAsync(SqlSession session, IReadOnlyList<ChangeRow> keys) => Task.CompletedTask;

    public override Task RecordAsync(SqlSession session, IReadOnlyList<ChangeRow> records) => session.ExecuteEachAsync(
        $"INSERT INTO {Changes.Name} ({Changes.Columns(RowReader.ChangeColumns)}) VALUES {SqlSession.Rows(1, 10)}",
        [.. records.Select(Values)]);

    /// <summary>Without AUTOINCREMENT the key of a deleted row would be given again, and replicas would take the new one for the old.</summary>
    public override async Task<IReadOnlyList<long>> TakeKeysAsync(SqlSession session, EntityMapping mapping, int count)
    {
        string name = mapping.Type.GetTableName()!;
        var table = new Table(session.Context, mapping.Type);
        if (await session.NumberAsync("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = @p0 AND sql LIKE '%AUTOINCREMENT%'", name).ConfigureAwait(false) == 0)
            throw new SyncModelException($"The key of {mapping.Entity.ClrType.Name} is to be given by the server, and its column {table.Name}.{table.Column(mapping.Key.Name)} is not AUTOINCREMENT, so that the key of a deleted row would come again.");
        await session.ExecuteAsync("INSERT INTO sqlite_sequence (name, seq) SELECT @p0, 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = @p0)", name).ConfigureAwait(false);
        long last = await session.NumberAsync(
            $"UPDATE sqlite_sequence SET seq = MAX(seq, (SELECT COALESCE(MAX({table.Column(mapping.Key.Name)}), 0) FROM {table.Name})) + @p0 WHERE name = @p1 RETURNING seq",
            count,
            name).ConfigureAwait(false);
        return [.. Enumerable.Range(1, count).Select(n => last - count + n)];
    }

    public override Task<bool> LockRowsAsync(SqlSession session, EntityMapping mapping, IReadOnlyList<string> keys) => Task.FromResult(true);

    public override async Task<IReadOnlyList<EntryRow>> LockEntriesAsync(SqlSession session, IReadOnlyList<EntityId> ids) =>
        await ReadEntriesAsync(session, ids).ConfigureAwait(false);

    public override async Task WriteFeedAsync(SqlSession session, IReadOnlyList<EntryRow> entries)
    {
        foreach (IGrouping<(string Scope, string Lane), EntryRow> feed in entries.GroupBy(e => (e.Scope, e.Lane)))
            await NumberAsync(session, feed.Key.Scope, feed.Key.Lane, [.. feed]).ConfigureAwait(false);
        Expect(entries.Count, await session.ExecuteEachAsync(Upsert(), [.. entries.OrderByDescending(e => e.Status is EntryStatus.Left).Select(Values)]).ConfigureAwait(false));
    }

    /// <summary>Bytes were written as hexadecimal text.</summary>
    public override string RowOfJson(DbContext context, EntityMapping mapping)
    {
        ISqlGenerationHelper sql = context.GetService<ISqlGenerationHelper>();
        IEnumerable<string> columns = mapping.Type.GetTableMappings().First().Table.Columns.Select(column =>
        {
            string value = $"json_extract(j.value, '$.\"{column.Name}\"')";
            return $"{(column.StoreType == "BLOB" ? $"unhex({value})" : value)} AS {sql.DelimitIdentifier(column.Name)}";
        });
        return $"SELECT {string.Join(", ", columns)} FROM (SELECT {{0}} AS value) AS j";
    }

    public override async Task<bool> HasTriggerAsync(SqlSession session, Trigger trigger) =>
        await session.NumberAsync("SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND name = @p0 AND sql = @p1", trigger.Name, trigger.Sql).ConfigureAwait(false) > 0;

    public override StoreFailure? FailureOf(DbException exception) => CodeOf(exception) switch
    {
        Busy or Locked => StoreFailure.Busy,
        Constraint or TooBig => StoreFailure.Constraint,
        Full => StoreFailure.Full,
        Corrupt or NotADatabase => StoreFailure.Corrupt,
        _ => null,
    };

    public override Func<object, object>? AlterationBy(RelationalTypeMapping column)
    {
        Type type = column.Converter?.ProviderClrType ?? column.ClrType;
        if (type == typeof(decimal))
            return value => decimal.Parse(((decimal)value).ToString("0.0###########################", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        if (type == typeof(DateTime))
            return value => DateTime.SpecifyKind((DateTime)value, DateTimeKind.Unspecified);
        return null;
    }

    protected override string IsIn(string column, string parameter) => $"{column} IN (SELECT value FROM json_each({parameter}))";

    protected override object Texts(IEnumerable<string> values) => JsonSerializer.Serialize([.. values], RowJson.Default.ListString);

    private async Task NumberAsync(SqlSession session, string scope, string lane, List<EntryRow> entries)
    {
        string value = Counters.Column(nameof(CounterRow.Value));
        string feed = Counters.Columns(nameof(CounterRow.Scope), nameof(CounterRow.Lane));
        long last = await session.NumberAsync(
            $"INSERT INTO {Counters.Name} ({feed}, {value}) VALUES (@p0, @p1, @p2) ON CONFLICT ({feed}) DO UPDATE SET {value} = {value} + excluded.{value} RETURNING {value}",
            scope,
            lane,
            (long)entries.Count).ConfigureAwait(false);
        for (int n = 0; n < entries.Count; n++)
            entries[n].Sequence = last - entries.Count + 1 + n;
    }

    private string Upsert() =>
        $"INSERT INTO {Entries.Name} ({Entries.Columns(RowReader.EntryColumns)}) VALUES {SqlSession.Rows(1, RowReader.EntryColumns.Count)} "
        + $"ON CONFLICT ({Entries.Columns(RowReader.EntryColumns.Take(3))}) DO UPDATE SET {Assign(Entries, RowReader.EntryColumns.Skip(3))} "
        + $"WHERE excluded.{Entries.Column(nameof(EntryRow.Version))} >= {Entries.Name}.{Entries.Column(nameof(EntryRow.Version))}";

    private static object?[] Values(EntryRow e) => [e.Scope, e.Type, e.Key, e.Lane, e.Sequence, e.Version, (int)e.Status, e.State, e.Stamps];

    private static object?[] Values(ChangeRow c) => [c.Tenant, c.User, c.Device, c.OfflineId, c.Entity, c.PayloadHash, c.Number, c.Generation, c.Outcome, c.RecordedAt];

    /// <summary>The provider is the app's, so its exception is known by its property and not by its type.</summary>
    private static int? CodeOf(DbException exception) => exception.GetType().GetProperty("SqliteErrorCode")?.GetValue(exception) as int?;

    private sealed class DeferredTransaction(DbContext context) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await new SqlSession(new ContextCall(context, true, CancellationToken.None)).ExecuteAsync("ROLLBACK").ConfigureAwait(false);
            await context.Database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }
}
