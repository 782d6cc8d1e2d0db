using Athens.Sync.InMemory;
using Athens.Sync.Scheduling;
using Athens.Sync.Tests.Worlds;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.Tests.Scheduling;

public sealed class SyncLoopOptionsTests
{
    public static TheoryData<string, SyncLoopOptions> Wrong => new()
    {
        { nameof(SyncLoopOptions.Debounce), new SyncLoopOptions { Debounce = TimeSpan.FromMilliseconds(-1) } },
        { nameof(SyncLoopOptions.Debounce), new SyncLoopOptions { Debounce = TimeSpan.FromMinutes(2) } },
        { nameof(SyncLoopOptions.DebounceMax), new SyncLoopOptions { DebounceMax = TimeSpan.FromMilliseconds(499) } },
        { nameof(SyncLoopOptions.Interval), new SyncLoopOptions { Interval = TimeSpan.Zero } },
        { nameof(SyncLoopOptions.Interval), new SyncLoopOptions { Interval = TimeSpan.MaxValue } },
        { nameof(SyncLoopOptions.Spread), new SyncLoopOptions { Spread = TimeSpan.FromHours(1) } },
        { nameof(SyncLoopOptions.BackoffFirst), new SyncLoopOptions { BackoffFirst = TimeSpan.Zero } },
        { nameof(SyncLoopOptions.BackoffFirst), new SyncLoopOptions { BackoffMax = TimeSpan.FromSeconds(1) } },
        { nameof(SyncLoopOptions.BackoffMax), new SyncLoopOptions { BackoffMax = TimeSpan.FromDays(2) } },
        { nameof(SyncLoopOptions.RetryAfterMax), new SyncLoopOptions { RetryAfterMax = TimeSpan.FromDays(2) } },
        { nameof(SyncLoopOptions.StopGrace), new SyncLoopOptions { StopGrace = TimeSpan.FromHours(1) } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Option_OutOfItsBounds_IsRefusedByName(string name, SyncLoopOptions options) =>
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => new LoopDevice(new World(), options: options)).ParamName);

    [Fact]
    public async Task Loop_FromAContainer_IsOneAndDrivesTheEngine()
    {
        var world = new World();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(world.Time);
        services.AddAthensSync(world.Model)
            .UseStore((_, _) => Task.FromResult<Athens.Sync.Device.IDeviceStore>(new InMemoryDeviceStore()))
            .UseTransport(_ => new InProcessTransport(world.Server, World.Caller("ann")))
            .UseLoop(new SyncLoopOptions { Debounce = TimeSpan.Zero });
        await using ServiceProvider provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<SyncClient>();
        SavedChange? saved = await client.Set<Job>().SaveAsync(new Job { Title = "one" });
        provider.GetRequiredService<SyncLoop>().Start();
        await client.WaitForAsync(saved!).WaitAsync(LoopDevice.Patience);
        Assert.Single(await world.ServerStateAsync());
        Assert.Same(provider.GetRequiredService<SyncLoop>(), provider.GetRequiredService<SyncLoop>());
    }
}
