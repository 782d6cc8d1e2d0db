using Athens.Sync.Modeling;
using Athens.Sync.Wire;

namespace Athens.Sync.Server;

/// <summary>
/// Leases blocks of values to a device, in a transaction of its own: the series that all devices draw from is held for a moment, and
/// not for as long as a push takes.
/// </summary>
internal static class ReserveUnit
{
    /// <summary>The most blocks with values left that a device holds of one field: who asks for more is not given more.</summary>
    private const int BlocksMax = 4;

    public static async Task<IReadOnlyList<ReservedBlock>> RunAsync(SyncServer server, PushRequest request, DeviceKey device, IServerTransaction transaction, CancellationToken cancellationToken)
    {
        await transaction.ReadMarkAsync(device, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ValueLease> held = await transaction.LockLeasesAsync([device], cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = server.Time.GetUtcNow();
        var blocks = new List<ReservedBlock>();
        foreach (ReserveRequest asked in request.Reserve!.DistinctBy(r => (r.Entity, r.Field)).OrderBy(r => SeriesOf(r.Entity, r.Field), StringComparer.Ordinal))
        {
            if (server.Model.Find(asked.Entity)?.Find(asked.Field)?.Leased is not { } numbers)
                continue;
            List<ValueLease> live = [.. held.Where(lease => lease.Series == SeriesOf(asked.Entity, asked.Field) && lease.ExpiresAt > now)];
            List<ValueLease> unknown = [.. live.Where(lease => asked.After is not { } after || lease.First > after)];
            if (unknown.Count == 0 && live.Count(lease => lease.Used.Count <= lease.Last - lease.First) < BlocksMax)
                unknown = [await LeaseAsync(transaction, device, asked, numbers, now, cancellationToken).ConfigureAwait(false)];
            blocks.AddRange(unknown.OrderBy(lease => lease.First).Select(lease => new ReservedBlock(asked.Entity, asked.Field, lease.First, lease.Last, lease.ExpiresAt)));
        }
        return blocks;
    }

    public static string SeriesOf(string entity, string field) => $"{entity}.{field}";

    private static async Task<ValueLease> LeaseAsync(IServerTransaction transaction, DeviceKey device, ReserveRequest asked, LeasedNumbers numbers, DateTimeOffset now, CancellationToken cancellationToken)
    {
        string series = SeriesOf(asked.Entity, asked.Field);
        long first = await transaction.AllocateAsync(device.Tenant, series, numbers.First, numbers.BlockSize, cancellationToken).ConfigureAwait(false);
        var lease = new ValueLease { Device = device, Series = series, First = first, Last = first + numbers.BlockSize - 1, ExpiresAt = now + numbers.Lifetime };
        transaction.Keep(lease);
        return lease;
    }
}
