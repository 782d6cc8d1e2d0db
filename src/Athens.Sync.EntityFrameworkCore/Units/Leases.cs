using System.Text.Json;
using Athens.Sync.EntityFrameworkCore.Dialects;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.EntityFrameworkCore.Tables;
using Athens.Sync.Server;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Units;

/// <summary>Leases of values as rows.</summary>
internal static class Leases
{
    /// <summary>Locks and reads the leases of devices, in order.</summary>
    public static async Task<IReadOnlyList<ValueLease>> LockAsync(ContextCall call, Dialect dialect, IEnumerable<DeviceKey> devices)
    {
        var found = new List<ValueLease>();
        foreach ((string tenant, string user, string device) in devices.OrderBy(d => d.Tenant, StringComparer.Ordinal).ThenBy(d => d.User, StringComparer.Ordinal).ThenBy(d => d.Device, StringComparer.Ordinal))
        {
            await dialect.LockLeasesAsync(new SqlSession(call), tenant, user, device).ConfigureAwait(false);
            IQueryable<LeaseRow> rows = call.Context.Set<LeaseRow>().AsNoTracking().Where(l => l.Tenant == tenant && l.User == user && l.Device == device);
            found.AddRange((await call.ListAsync(rows).ConfigureAwait(false)).Select(Lease));
        }
        return found;
    }

    public static LeaseRow Row(ValueLease lease) => new()
    {
        Tenant = lease.Device.Tenant,
        User = lease.Device.User,
        Device = lease.Device.Device,
        Series = lease.Series,
        First = lease.First,
        Last = lease.Last,
        ExpiresAt = lease.ExpiresAt.UtcTicks,
        Used = JsonSerializer.Serialize([.. lease.Used], RowJson.Default.ListInt64),
    };

    private static ValueLease Lease(LeaseRow row) => new()
    {
        Device = new DeviceKey(row.Tenant, row.User, row.Device),
        Series = row.Series,
        First = row.First,
        Last = row.Last,
        ExpiresAt = new DateTimeOffset(row.ExpiresAt, TimeSpan.Zero),
        Used = JsonSerializer.Deserialize(row.Used, RowJson.Default.ListInt64)!,
    };
}
