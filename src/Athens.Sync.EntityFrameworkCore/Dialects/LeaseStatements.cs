using Athens.Sync.EntityFrameworkCore.Tables;

namespace Athens.Sync.EntityFrameworkCore.Dialects;

/// <summary>Statements on series of values and on the blocks of them that devices hold; alike in every database.</summary>
internal sealed class LeaseStatements(Table series, Table leases)
{
    private static readonly string[] KeyColumns = [nameof(LeaseRow.Tenant), nameof(LeaseRow.Series), nameof(LeaseRow.First)];

    private static readonly string[] ValueColumns = [nameof(LeaseRow.Last), nameof(LeaseRow.User), nameof(LeaseRow.Device), nameof(LeaseRow.ExpiresAt), nameof(LeaseRow.Used)];

    /// <summary>Locks a device's leases, where the database has locks of rows.</summary>
    public Task LockAsync(SqlSession session, string tenant, string user, string device) => session.ExecuteAsync(
        $"SELECT 1 FROM {leases.Name} WHERE {leases.Column(nameof(LeaseRow.Tenant))} = @p0 AND {leases.Column(nameof(LeaseRow.User))} = @p1 AND {leases.Column(nameof(LeaseRow.Device))} = @p2 "
        + $"ORDER BY {leases.Columns(KeyColumns)} FOR UPDATE",
        tenant,
        user,
        device);

    /// <summary>Moves a series on, and tells what is its next value then.</summary>
    public Task<long> AdvanceAsync(SqlSession session, string tenant, string name, long first, long count)
    {
        string key = series.Columns(nameof(SeriesRow.Tenant), nameof(SeriesRow.Series));
        string next = series.Column(nameof(SeriesRow.Next));
        string stored = $"{series.Name}.{next}";
        return session.NumberAsync(
            $"INSERT INTO {series.Name} ({key}, {next}) VALUES (@p0, @p1, @p2) ON CONFLICT ({key}) DO UPDATE SET {next} = CASE WHEN {stored} + @p3 > excluded.{next} THEN {stored} + @p3 ELSE excluded.{next} END RETURNING {next}",
            tenant,
            name,
            first + count,
            count);
    }

    public Task KeepAsync(SqlSession session, LeaseRow row)
    {
        string assign = string.Join(", ", ValueColumns.Select(leases.Column).Select(column => $"{column} = excluded.{column}"));
        return session.ExecuteAsync(
            $"INSERT INTO {leases.Name} ({leases.Columns([.. KeyColumns, .. ValueColumns])}) VALUES {SqlSession.Rows(1, 8)} ON CONFLICT ({leases.Columns(KeyColumns)}) DO UPDATE SET {assign}",
            row.Tenant,
            row.Series,
            row.First,
            row.Last,
            row.User,
            row.Device,
            row.ExpiresAt,
            row.Used);
    }

    /// <summary>Forgets leases that expired before a moment, given in ticks of UTC.</summary>
    public Task<int> ReclaimAsync(SqlSession session, long before) =>
        session.ExecuteAsync($"DELETE FROM {leases.Name} WHERE {leases.Column(nameof(LeaseRow.ExpiresAt))} < @p0", before);
}
