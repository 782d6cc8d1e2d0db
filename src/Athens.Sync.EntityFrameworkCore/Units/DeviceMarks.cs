using System.Text.Json;
using Athens.Sync.EntityFrameworkCore.Dialects;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.EntityFrameworkCore.Tables;
using Athens.Sync.Server;

namespace Athens.Sync.EntityFrameworkCore.Units;

/// <summary>Device marks as rows.</summary>
internal static class DeviceMarks
{
    /// <summary>Locks and reads what is kept of a device.</summary>
    public static async Task<DeviceMark?> LockAsync(ContextCall call, Dialect dialect, DeviceKey key) =>
        await dialect.LockDeviceAsync(new SqlSession(call), KeyRow(key)).ConfigureAwait(false) is { Generation.Length: > 0 } row ? Mark(key, row) : null;

    private static DeviceRow KeyRow(DeviceKey key) => new() { Tenant = key.Tenant, User = key.User, Device = key.Device, Generation = "", InFlight = "{}", Retired = "[]" };

    public static DeviceRow Row(DeviceMark mark)
    {
        DeviceRow row = KeyRow(mark.Key);
        row.Generation = mark.Generation;
        row.Acknowledged = mark.Acknowledged;
        row.InFlight = JsonSerializer.Serialize(new Dictionary<long, string>(mark.InFlight), RowJson.Default.DictionaryInt64String);
        row.Retired = JsonSerializer.Serialize([.. mark.Retired], RowJson.Default.ListString);
        row.SeenAt = mark.SeenAt.UtcTicks;
        return row;
    }

    private static DeviceMark Mark(DeviceKey key, DeviceRow row) => new()
    {
        Key = key,
        Generation = row.Generation,
        Acknowledged = row.Acknowledged,
        InFlight = JsonSerializer.Deserialize(row.InFlight, RowJson.Default.DictionaryInt64String)!,
        Retired = JsonSerializer.Deserialize(row.Retired, RowJson.Default.ListString)!,
        SeenAt = new DateTimeOffset(row.SeenAt, TimeSpan.Zero),
    };
}
