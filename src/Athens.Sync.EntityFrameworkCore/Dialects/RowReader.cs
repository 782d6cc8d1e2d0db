using System.Data.Common;
using Athens.Sync.EntityFrameworkCore.Tables;

namespace Athens.Sync.EntityFrameworkCore.Dialects;

/// <summary>Makes rows of the engine's own tables of what a query gives. Each says which columns it reads, in order.</summary>
internal static class RowReader
{
    public static IReadOnlyList<string> EntryColumns { get; } =
        [nameof(EntryRow.Scope), nameof(EntryRow.Type), nameof(EntryRow.Key), nameof(EntryRow.Lane), nameof(EntryRow.Sequence), nameof(EntryRow.Version), nameof(EntryRow.Status), nameof(EntryRow.State), nameof(EntryRow.Stamps)];

    public static IReadOnlyList<string> ChangeColumns { get; } =
    [
        nameof(ChangeRow.Tenant), nameof(ChangeRow.User), nameof(ChangeRow.Device), nameof(ChangeRow.OfflineId), nameof(ChangeRow.Entity),
        nameof(ChangeRow.PayloadHash), nameof(ChangeRow.Number), nameof(ChangeRow.Generation), nameof(ChangeRow.Outcome), nameof(ChangeRow.RecordedAt),
    ];

    public static IReadOnlyList<string> DeviceColumns { get; } =
    [
        nameof(DeviceRow.Tenant), nameof(DeviceRow.User), nameof(DeviceRow.Device),
        nameof(DeviceRow.Generation), nameof(DeviceRow.Acknowledged), nameof(DeviceRow.InFlight), nameof(DeviceRow.Retired), nameof(DeviceRow.SeenAt),
    ];

    public static IReadOnlyList<string> CounterColumns { get; } =
        [nameof(CounterRow.Scope), nameof(CounterRow.Lane), nameof(CounterRow.Value), nameof(CounterRow.Floor)];

    public static EntryRow Entry(DbDataReader row) => new()
    {
        Scope = row.GetString(0),
        Type = row.GetString(1),
        Key = row.GetString(2),
        Lane = row.GetString(3),
        Sequence = row.GetInt64(4),
        Version = row.GetInt64(5),
        Status = (EntryStatus)row.GetInt32(6),
        State = Text(row, 7),
        Stamps = Text(row, 8),
    };

    public static ChangeRow Change(DbDataReader row) => new()
    {
        Tenant = row.GetString(0),
        User = row.GetString(1),
        Device = row.GetString(2),
        OfflineId = row.GetString(3),
        Entity = row.GetString(4),
        PayloadHash = row.GetString(5),
        Number = row.IsDBNull(6) ? null : row.GetInt64(6),
        Generation = Text(row, 7),
        Outcome = row.GetString(8),
        RecordedAt = row.GetInt64(9),
    };

    public static DeviceRow Device(DbDataReader row) => new()
    {
        Tenant = row.GetString(0),
        User = row.GetString(1),
        Device = row.GetString(2),
        Generation = row.GetString(3),
        Acknowledged = row.GetInt64(4),
        InFlight = row.GetString(5),
        Retired = row.GetString(6),
        SeenAt = row.GetInt64(7),
    };

    public static CounterRow Counter(DbDataReader row) => new()
    {
        Scope = row.GetString(0),
        Lane = row.GetString(1),
        Value = row.GetInt64(2),
        Floor = row.GetInt64(3),
    };

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
