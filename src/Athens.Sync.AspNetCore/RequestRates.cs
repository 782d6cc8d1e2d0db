using System.Threading.RateLimiting;
using Athens.Sync.Server;

namespace Athens.Sync.AspNetCore;

/// <summary>
/// Counts requests by user and by device. The framework's middleware sees a request before its sign-in or its body is read, and
/// so before either is known: its limiters are used here, where both are.
/// </summary>
internal sealed class RequestRates : IDisposable
{
    /// <summary>In how many steps a window's requests come back.</summary>
    private const int StepsMax = 60;

    private readonly PartitionedRateLimiter<SyncCaller> users;
    private readonly PartitionedRateLimiter<DeviceKey> devices;

    public RequestRates(SyncRate user, SyncRate device)
    {
        users = PartitionedRateLimiter.Create<SyncCaller, (string Tenant, string User)>(caller => Partition((caller.Tenant, caller.User), user));
        devices = PartitionedRateLimiter.Create<DeviceKey, DeviceKey>(key => Partition(key, device));
    }

    /// <summary>Null when the user may make the request now; else how long to wait.</summary>
    public TimeSpan? WaitOf(SyncCaller caller) => WaitOf(users.AttemptAcquire(caller));

    /// <summary>Null when the device may make the request now; else how long to wait.</summary>
    public TimeSpan? WaitOf(DeviceKey device) => WaitOf(devices.AttemptAcquire(device));

    public void Dispose()
    {
        users.Dispose();
        devices.Dispose();
    }

    private static TimeSpan? WaitOf(RateLimitLease lease)
    {
        using (lease)
            return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait) ? wait : TimeSpan.FromSeconds(1);
    }

    private static RateLimitPartition<TKey> Partition<TKey>(TKey key, SyncRate rate)
    {
        int steps = Math.Min(StepsMax, rate.Requests);
        return RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = rate.Requests,
            TokensPerPeriod = rate.Requests / steps,
            ReplenishmentPeriod = rate.Window / steps,
        });
    }
}
