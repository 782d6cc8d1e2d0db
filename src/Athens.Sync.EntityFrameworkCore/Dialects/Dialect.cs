using System.Data.Common;
using Athens.Sync.Modeling;
using Athens.Sync.EntityFrameworkCore.Bulk;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.EntityFrameworkCore.Tables;
using Athens.Sync.EntityFrameworkCore.Triggers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Dialects;

/// <summary>What differs between databases. One instance for each EF model; safe to use from many threads.</summary>
internal abstract class Dialect
{
    protected Dialect(DbContext context)
    {
        Entries = new Table(context, typeof(EntryRow));
        Counters = new Table(context, typeof(CounterRow));
        Changes = new Table(context, typeof(ChangeRow));
        Store = new Table(context, typeof(StoreRow));
        Feeds = new FeedStatements(new Table(context, typeof(PositionRow)), Counters, Entries);
        Leases = new LeaseStatements(new Table(context, typeof(SeriesRow)), new Table(context, typeof(LeaseRow)));
        Devices = new DeviceStatements(new Table(context, typeof(DeviceRow)), Changes);
    }

    /// <summary>True where the database runs one writing transaction at a time, so that waiting for it in line is cheaper than being refused.</summary>
    public abstract bool HasOneWriter { get; }

    /// <summary>How rows are written at once.</summary>
    public abstract BulkWriter Bulk { get; }

    /// <summary>Statements on how far devices have read.</summary>
    public FeedStatements Feeds { get; }

    /// <summary>Statements on devices.</summary>
    public DeviceStatements Devices { get; }

    /// <summary>Statements on leased values.</summary>
    public LeaseStatements Leases { get; }

    protected Table Entries { get; }

    protected Table Counters { get; }

    protected Table Changes { get; }

    protected Table Store { get; }

    protected static IEnumerable<string> ChangeKeyColumns => RowReader.ChangeColumns.Take(5);

    protected static IEnumerable<string> ChangeValueColumns => RowReader.ChangeColumns.Skip(5);

    /// <exception cref="NotSupportedException">The database is none that the engine knows.</exception>
    public static Dialect Of(DbContext context) => context.Database.ProviderName switch
    {
        "Microsoft.EntityFrameworkCore.Sqlite" => new SqliteDialect(context),
        "Npgsql.EntityFrameworkCore.PostgreSQL" => new PostgresDialect(context),
        string name => throw new NotSupportedException($"{name} is not supported: use SQLite or PostgreSQL."),
        null => throw new NotSupportedException("The context has no relational database: use SQLite or PostgreSQL."),
    };

    /// <summary>Begins a transaction that will write.</summary>
    public abstract Task<IDbContextTransaction> BeginWriteAsync(DbContext context, CancellationToken cancellationToken);

    /// <summary>Begins a transaction that only reads, all of it from one snapshot. Disposing it ends it.</summary>
    public abstract Task<IAsyncDisposable> BeginReadAsync(DbContext context, CancellationToken cancellationToken);

    /// <summary>Keeps other transactions from changing what is kept of a device, and reads it; null where nothing is kept of it.</summary>
    public abstract Task<DeviceRow?> LockDeviceAsync(SqlSession session, DeviceRow device);

    /// <summary>Keeps other transactions from changing the leases of a device.</summary>
    public abstract Task LockLeasesAsync(SqlSession session, string tenant, string user, string device);

    /// <summary>Keeps other transactions from recording the keys, in the order given.</summary>
    /// <returns>How many of them are known to have no record.</returns>
    public abstract Task<int> ClaimAsync(SqlSession session, IReadOnlyList<ChangeRow> keys);

    /// <summary>Lets go of claimed keys for which nothing was recorded.</summary>
    public abstract Task ReleaseAsync(SqlSession session, IReadOnlyList<ChangeRow> keys);

    /// <summary>Writes records of changes whose keys are claimed.</summary>
    public abstract Task RecordAsync(SqlSession session, IReadOnlyList<ChangeRow> records);

    /// <summary>Takes the next keys from where the table's own key column takes them.</summary>
    /// <exception cref="SyncModelException">The column gives no keys, or would give one again.</exception>
    public abstract Task<IReadOnlyList<long>> TakeKeysAsync(SqlSession session, EntityMapping mapping, int count);

    /// <summary>Keeps other transactions from changing the rows, in key order.</summary>
    /// <returns>False where none of them is there.</returns>
    public abstract Task<bool> LockRowsAsync(SqlSession session, EntityMapping mapping, IReadOnlyList<string> keys);

    /// <summary>Reads the entries of entities that may have no row, and keeps other transactions from changing them, in key order.</summary>
    public abstract Task<IReadOnlyList<EntryRow>> LockEntriesAsync(SqlSession session, IReadOnlyList<EntityId> ids);

    /// <summary>
    /// Gives the entries the next sequences of their scopes and lanes and writes them. They are ordered by scope and lane,
    /// and within those as they are to be numbered.
    /// </summary>
    /// <exception cref="DbUpdateConcurrencyException">An entry is newer than what is written.</exception>
    public abstract Task WriteFeedAsync(SqlSession session, IReadOnlyList<EntryRow> entries);

    /// <summary>A query that makes a row of a type's table from the JSON of its columns, given as <c>{0}</c>.</summary>
    public abstract string RowOfJson(DbContext context, EntityMapping mapping);

    /// <summary>True where the trigger is there, as the model has it.</summary>
    public abstract Task<bool> HasTriggerAsync(SqlSession session, Trigger trigger);

    /// <summary>What a database error means; null when it is none that a caller can act on.</summary>
    public abstract StoreFailure? FailureOf(DbException exception);

    /// <summary>What becomes of a value between its column and back; null when it stays as it is.</summary>
    public abstract Func<object, object>? AlterationBy(RelationalTypeMapping column);

    /// <summary>The name of the database's history, which gets one where it has none.</summary>
    public async Task<string> ReadEpochAsync(SqlSession session, SyncIds ids)
    {
        if (await FindEpochAsync(session).ConfigureAwait(false) is { } named)
            return named;
        await NameEpochAsync(session, ids.Next()).ConfigureAwait(false);
        return (await FindEpochAsync(session).ConfigureAwait(false))!;
    }

    private async Task<string?> FindEpochAsync(SqlSession session) => (await session.ReadAsync(
        $"SELECT {Store.Column(nameof(StoreRow.Epoch))} FROM {Store.Name} WHERE {Store.Column(nameof(StoreRow.Id))} = {StoreRow.OnlyId}",
        row => row.GetString(0)).ConfigureAwait(false)).SingleOrDefault();

    /// <summary>Reads the records of a device's changes that have one of the ids.</summary>
    public Task<List<ChangeRow>> ReadChangesAsync(SqlSession session, string tenant, string user, string device, IEnumerable<string> offlineIds) => session.ReadAsync(
        $"SELECT {Changes.Columns(RowReader.ChangeColumns)} FROM {Changes.Name} WHERE {Changes.Column(nameof(ChangeRow.Tenant))} = @p0 AND {Changes.Column(nameof(ChangeRow.User))} = @p1 AND {Changes.Column(nameof(ChangeRow.Device))} = @p2 "
        + $"AND {IsIn(Changes.Column(nameof(ChangeRow.OfflineId)), "@p3")} AND {Changes.Column(nameof(ChangeRow.Outcome))} <> ''",
        RowReader.Change,
        tenant,
        user,
        device,
        Texts(offlineIds));

    /// <summary>Reads the entries that have one of the types and one of the keys, those of scopes that entities left not among them.</summary>
    public Task<List<EntryRow>> ReadEntriesAsync(SqlSession session, IReadOnlyCollection<EntityId> ids) => session.ReadAsync(
        $"SELECT {Entries.Columns(RowReader.EntryColumns)} FROM {Entries.Name} WHERE {IsIn(Entries.Column(nameof(EntryRow.Type)), "@p0")} AND {IsIn(Entries.Column(nameof(EntryRow.Key)), "@p1")} "
        + $"AND {Entries.Column(nameof(EntryRow.Status))} <> {(int)EntryStatus.Left}",
        RowReader.Entry,
        Texts(ids.Select(id => id.Type).Distinct()),
        Texts(ids.Select(id => id.Key).Distinct()));

    /// <summary>Names the database's history, unless it is named.</summary>
    private Task<int> NameEpochAsync(SqlSession session, string epoch) => session.ExecuteAsync(
        $"INSERT INTO {Store.Name} ({Store.Columns(nameof(StoreRow.Id), nameof(StoreRow.Epoch))}) VALUES (@p0, @p1) ON CONFLICT DO NOTHING",
        StoreRow.OnlyId,
        epoch);

    /// <summary>A query for the keys of rows that no entry tells of, in key order, as many as <c>{1}</c>; with <c>{2}</c> given, of those above that key. The type is <c>{0}</c>.</summary>
    public string Untold(DbContext context, EntityMapping mapping, bool isContinued)
    {
        var table = new Table(context, mapping.Type);
        string key = $"t.{table.Column(mapping.Key.Name)}";
        string text = TriggerSet.KeyText(key, mapping.Key.ClrType == typeof(Guid));
        return $"SELECT {text} AS \"Value\" FROM {table.Name} AS t WHERE NOT EXISTS (SELECT 1 FROM {Entries.Name} AS e WHERE e.{Entries.Column(nameof(EntryRow.Type))} = {{0}} "
            + $"AND e.{Entries.Column(nameof(EntryRow.Key))} = {text} AND e.{Entries.Column(nameof(EntryRow.Status))} <> {(int)EntryStatus.Left}){(isContinued ? $" AND {key} > {{2}}" : "")} ORDER BY {key} LIMIT {{1}}";
    }

    /// <summary>The assignments of an upsert, from the row that was to be inserted.</summary>
    protected static string Assign(Table table, IEnumerable<string> columns) =>
        string.Join(", ", columns.Select(table.Column).Select(column => $"{column} = excluded.{column}"));

    /// <summary>The condition that a column of texts has one of those that a parameter holds.</summary>
    protected abstract string IsIn(string column, string parameter);

    /// <summary>Texts as one parameter.</summary>
    protected abstract object Texts(IEnumerable<string> values);

    protected static void Expect(int rows, int written)
    {
        if (rows != written)
            throw new DbUpdateConcurrencyException("An entity was changed by another transaction, and its place in the feed is newer than this change.");
    }
}
