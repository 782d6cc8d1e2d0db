using Athens.Sync.Server;
using Xunit;

namespace Athens.Sync.Testing;

/// <content>Values that are allocated, and the blocks of them that devices hold.</content>
public abstract partial class ServerStoreConformance<TStore>
{
    private static readonly DateTimeOffset Expiry = new(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);

    /// <summary>A series begins at its first value and goes on from there; each tenant and name has its own.</summary>
    [Fact]
    public async Task Allocate_GoesOn_EachSeriesByItself()
    {
        Assert.Equal(1000, await AllocateAsync("", "a", 1000, 50));
        Assert.Equal(1050, await AllocateAsync("", "a", 1000, 1));
        Assert.Equal(1051, await AllocateAsync("", "a", 1000, 10));
        Assert.Equal(1000, await AllocateAsync("", "A", 1000, 1));
        Assert.Equal(1000, await AllocateAsync("t", "a", 1000, 1));
    }

    /// <summary>A first value that is raised later is kept to; one that is lowered gives nothing out again.</summary>
    [Fact]
    public async Task Allocate_AnotherFirst_NeverGoesBack()
    {
        await AllocateAsync("", "a", 1000, 50);
        Assert.Equal(5000, await AllocateAsync("", "a", 5000, 2));
        Assert.Equal(5002, await AllocateAsync("", "a", 1, 1));
    }

    /// <summary>Within one unit values follow each other.</summary>
    [Fact]
    public async Task Allocate_TwiceInAUnit_GivesEachOnce() =>
        Assert.Equal((7L, 10L), await Store.ExecuteAsync(async (transaction, token) =>
            (await transaction.AllocateAsync("", "a", 7, 3, token), await transaction.AllocateAsync("", "a", 7, 3, token))));

    /// <summary>However many want values at once, each value is given out once.</summary>
    [Fact]
    public async Task Allocate_InParallel_GivesEachValueOnce()
    {
        long[] starts = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => Task.Run(() => AllocateAsync("", "a", 1, 5))));

        Assert.Equal(Enumerable.Range(0, 24).Select(n => 1L + (5 * n)), starts.Order());
    }

    /// <summary>A unit that throws leases nothing.</summary>
    [Fact]
    public async Task Lease_UnitThrows_LeavesNothing()
    {
        await Assert.ThrowsAsync<UnitFailure>(() => Store.ExecuteAsync<bool>(async (transaction, token) =>
        {
            await transaction.AllocateAsync("", "a", 1, 5, token);
            transaction.Keep(LeaseOf(Device, "a", 1));
            await transaction.SaveAsync(token);
            throw new UnitFailure();
        }));

        Assert.Empty(await LeasesAsync(Device));
        Assert.Equal(1, await AllocateAsync("", "a", 1, 5));
    }

    /// <summary>A lease comes back as it was kept last, and only to its device.</summary>
    [Fact]
    public async Task Lease_Kept_ComesBackWhole_AndToItsDeviceOnly()
    {
        DeviceKey[] others = [Device with { Tenant = "t" }, Device with { User = "Ann" }, Device with { Device = "D1" }];
        ValueLease lease = LeaseOf(Device, "a", long.MaxValue - 9);
        await KeepAsync(lease, LeaseOf(Device, "A", 1));
        await KeepAsync(lease with { Used = [long.MaxValue - 9] }, lease with { Used = [long.MaxValue - 9, long.MaxValue - 1] });
        await KeepAsync([.. others.Select(other => LeaseOf(other, "b", 1 + (10 * Array.IndexOf(others, other))))]);

        IReadOnlyList<ValueLease> held = await LeasesAsync(Device);
        Assert.Equal(["A", "a"], held.Select(l => l.Series).Order(StringComparer.Ordinal));
        ValueLease found = held.Single(l => l.Series == "a");
        Assert.Equal((Device, long.MaxValue - 9, long.MaxValue, Expiry), (found.Device, found.First, found.Last, found.ExpiresAt));
        Assert.Equal([long.MaxValue - 9, long.MaxValue - 1], found.Used);
        Assert.Equal(3, (await LeasesAsync(others)).Count);
    }

    /// <summary>What expired before the moment is forgotten, and its values are not given out again.</summary>
    [Fact]
    public async Task Reclaim_ForgetsWhatExpiredBefore_AndGivesNothingOutAgain()
    {
        await AllocateAsync("", "a", 1, 20);
        await KeepAsync(LeaseOf(Device, "a", 1), LeaseOf(Device, "a", 11) with { ExpiresAt = Expiry.AddTicks(1) });

        Assert.Equal(0, await Store.ReclaimLeasesAsync(Expiry));
        Assert.Equal(1, await Store.ReclaimLeasesAsync(Expiry.AddTicks(1)));

        Assert.Equal(11, Assert.Single(await LeasesAsync(Device)).First);
        Assert.Equal(21, await AllocateAsync("", "a", 1, 1));
    }

    /// <summary>Two units that use values of one device's lease at once lose nothing of what the other noted.</summary>
    [Fact]
    public async Task Lease_UsedInParallel_KeepsEveryUse()
    {
        await KeepAsync(LeaseOf(Device, "a", 0));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(value => Task.Run(() => Store.ExecuteAsync(async (transaction, token) =>
        {
            ValueLease lease = (await transaction.LockLeasesAsync([Device], token)).Single();
            transaction.Keep(lease with { Used = [.. lease.Used, value] });
            return true;
        }))));

        Assert.Equal(Enumerable.Range(0, 10).Select(n => (long)n), (await LeasesAsync(Device)).Single().Used.Order());
    }

    private static ValueLease LeaseOf(DeviceKey device, string series, long first) =>
        new() { Device = device, Series = series, First = first, Last = first + 9, ExpiresAt = Expiry };

    private Task<long> AllocateAsync(string tenant, string series, long first, int count) =>
        Store.ExecuteAsync((transaction, token) => transaction.AllocateAsync(tenant, series, first, count, token));

    private Task<IReadOnlyList<ValueLease>> LeasesAsync(params DeviceKey[] devices) =>
        Store.ExecuteAsync((transaction, token) => transaction.LockLeasesAsync(devices, token));

    private Task<bool> KeepAsync(params ValueLease[] leases) => Store.ExecuteAsync((transaction, _) =>
    {
        foreach (ValueLease lease in leases)
            transaction.Keep(lease);
        return Task.FromResult(true);
    });
}
