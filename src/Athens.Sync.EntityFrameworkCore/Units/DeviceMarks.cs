using System.Text.Json;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.EntityFrameworkCore.Tables;
using Athens.Sync.Server;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Units;

/// <summary>Device marks as rows.</summary>
internal static class DeviceMarks
{
    public static async Task<DeviceMark?> ReadAsync(ContextCall call, DeviceKey key)
    {
        (string tenant, string user, string device) = key;
        List<DeviceRow> rows = await call.ListAsync(call.Context.Set<DeviceRow>().AsNoTracking()
            .Where(d => d.Tenant == tenant && d.User == user && d.Device == device && d.Generation != "")).ConfigureAwait(false);
        return rows.Count == 0 ? null : Mark(key, rows[0]);
    }

    public static DeviceRow KeyRow(DeviceKey key) => new() { Tenant = key.Tenant, User = key.User, Device = key.Device, Generation = "", InFlight = "{}", Retired = "[]" };

    public static DeviceRow Row(DeviceMark mark)
    {
        DeviceRow row = KeyRow(mark.Key);
        row.Generation = mark.Generation;
        row.Acknowledged = mark.Acknowledged;
        row.InFlight = JsonSerializer.Serialize(mark.InFlight);
        row.Retired = JsonSerializer.Serialize(mark.Retired);
        row.SeenAt = mark.SeenAt.UtcTicks;
        return row;
    }

    private static DeviceMark Mark(DeviceKey key, DeviceRow row) => new()
    {
        Key = key,
        Generation = row.Generation,
        Acknowledged = row.Acknowledged,
        InFlight = JsonSerializer.Deserialize<Dictionary<long, string>>(row.InFlight)!,
        Retired = JsonSerializer.Deserialize<List<string>>(row.Retired)!,
        SeenAt = new DateTimeOffset(row.SeenAt, TimeSpan.Zero),
    };
}
