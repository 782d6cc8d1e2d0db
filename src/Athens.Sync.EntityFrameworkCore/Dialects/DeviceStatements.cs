using Athens.Sync.EntityFrameworkCore.Tables;

namespace Athens.Sync.EntityFrameworkCore.Dialects;

/// <summary>Statements on devices and on the records that their acknowledgements end; alike in every database.</summary>
internal sealed class DeviceStatements(Table devices, Table changes)
{
    private static readonly string[] KeyColumns = [.. RowReader.DeviceColumns.Take(3)];

    private static readonly string[] ValueColumns = [.. RowReader.DeviceColumns.Skip(3)];

    /// <summary>Makes the row of a device that has none, so that it can be locked.</summary>
    public Task EnsureAsync(SqlSession session, DeviceRow row) => session.ExecuteAsync(Insert() + " ON CONFLICT DO NOTHING", Values(row));

    /// <summary>Reads the row of a device; null where it has none.</summary>
    public Task<DeviceRow?> FindAsync(SqlSession session, DeviceRow row) => FindAsync(session, row, "");

    /// <summary>As the other, and locks the row, where the database has locks of rows.</summary>
    public Task<DeviceRow?> LockAsync(SqlSession session, DeviceRow row) => FindAsync(session, row, " FOR UPDATE");

    /// <summary>Keeps a device's mark, and forgets the records at or below it.</summary>
    public Task MarkAsync(SqlSession session, DeviceRow row)
    {
        string assign = string.Join(", ", ValueColumns.Select(devices.Column).Select(column => $"{column} = excluded.{column}"));
        return session.ExecuteAsync(
            $"{Insert()} ON CONFLICT ({devices.Columns(KeyColumns)}) DO UPDATE SET {assign}; "
            + $"DELETE FROM {changes.Name} WHERE {changes.Column(nameof(ChangeRow.Tenant))} = @p0 AND {changes.Column(nameof(ChangeRow.User))} = @p1 AND {changes.Column(nameof(ChangeRow.Device))} = @p2 "
            + $"AND {changes.Column(nameof(ChangeRow.Generation))} = @p3 AND {changes.Column(nameof(ChangeRow.Number))} <= @p4",
            Values(row));
    }

    /// <summary>Forgets the records of unnumbered changes from before a moment, given in ticks of UTC.</summary>
    public Task<int> ForgetAsync(SqlSession session, long before) => session.ExecuteAsync(
        $"DELETE FROM {changes.Name} WHERE {changes.Column(nameof(ChangeRow.Number))} IS NULL AND {changes.Column(nameof(ChangeRow.Outcome))} <> '' AND {changes.Column(nameof(ChangeRow.RecordedAt))} < @p0",
        before);

    private async Task<DeviceRow?> FindAsync(SqlSession session, DeviceRow row, string how) => (await session.ReadAsync(
        $"SELECT {devices.Columns(RowReader.DeviceColumns)} FROM {devices.Name} WHERE {devices.Column(KeyColumns[0])} = @p0 AND {devices.Column(KeyColumns[1])} = @p1 AND {devices.Column(KeyColumns[2])} = @p2{how}",
        RowReader.Device,
        row.Tenant,
        row.User,
        row.Device).ConfigureAwait(false)).SingleOrDefault();

    private string Insert() => $"INSERT INTO {devices.Name} ({devices.Columns([.. KeyColumns, .. ValueColumns])}) VALUES {SqlSession.Rows(1, 8)}";

    private static object?[] Values(DeviceRow d) => [d.Tenant, d.User, d.Device, d.Generation, d.Acknowledged, d.InFlight, d.Retired, d.SeenAt];
}
