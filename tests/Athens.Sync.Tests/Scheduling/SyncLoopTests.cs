using Athens.Sync.Scheduling;
using Athens.Sync.Tests.Worlds;
using Microsoft.Extensions.Time.Testing;

namespace Athens.Sync.Tests.Scheduling;

public sealed class SyncLoopTests : IAsyncDisposable
{
    private static readonly SyncLoopOptions Defaults = new();

    private readonly World world = new();
    private readonly LoopDevice device;

    public SyncLoopTests() => device = new LoopDevice(world);

    private FakeTimeProvider Time => world.Time;

    public ValueTask DisposeAsync() => device.DisposeAsync();

    private async Task AssertServerHasAsync(params string[] titles)
    {
        var server = await world.ServerStateAsync();
        Assert.Equal(titles.Order(), server.Values.Select(e => e.Data!["title"].GetString()!).Order());
    }

    [Fact]
    public async Task Start_WithANetwork_SyncsAtOnceAndPlansTheInterval()
    {
        await device.SaveAsync("before");
        await device.StartAsync();
        await AssertServerHasAsync("before");
        Assert.InRange(device.Pause!.Value, Defaults.Interval * 0.9, Defaults.Interval * 1.1);
    }

    [Fact]
    public async Task Start_Twice_IsOneLoop()
    {
        await device.StartAsync();
        device.Loop.Start();
        await device.TryNextAsync();
        Assert.Equal(2, device.Begun.Count);
    }

    [Fact]
    public async Task Save_WhenQuiet_IsSentAfterTheDebounceAndNotBefore()
    {
        await device.StartAsync();
        await device.SaveAsync("one");
        Assert.Equal(Defaults.Debounce, device.Pause);
        Time.Advance(Defaults.Debounce - TimeSpan.FromMilliseconds(1));
        Assert.Single(device.Begun);
        await device.TryNextAsync();
        await AssertServerHasAsync("one");
    }

    [Fact]
    public async Task Saves_ThatKeepComing_AreSentWithinTheLongestDebounce()
    {
        await device.StartAsync();
        DateTimeOffset first = Time.GetUtcNow();
        for (int i = 0; device.Begun.Count == 1 && Time.GetUtcNow() < first + Defaults.DebounceMax; i++)
        {
            await device.SaveAsync($"{i}");
            Assert.True(device.Next <= first + Defaults.DebounceMax);
            Time.Advance(TimeSpan.FromMilliseconds(200));
        }
        await device.EndedAsync();
        Assert.Equal(first + Defaults.DebounceMax, device.Begun[1]);
    }

    [Fact]
    public async Task Save_DuringACycle_LeadsToAnotherOne()
    {
        await device.StartAsync();
        device.Network.Before = async _ =>
        {
            device.Network.Before = null;
            await device.SaveAsync("second");
        };
        await device.SaveAsync("first");
        await device.TryNextAsync();
        Assert.Equal(Defaults.Debounce, device.Pause);
        await device.TryNextAsync();
        await AssertServerHasAsync("first", "second");
        Assert.InRange(device.Pause!.Value, Defaults.Interval * 0.9, Defaults.Interval * 1.1);
    }

    [Fact]
    public async Task Save_AfterTheLastRequestOfACycle_IsNotLost()
    {
        await device.StartAsync();
        bool saved = false;
        device.Client.Activity.CycleEnded += _ =>
        {
            if (!saved)
                device.SaveAsync("late").GetAwaiter().GetResult();
            saved = true;
        };
        await device.TryNextAsync();
        await device.TryNextAsync();
        await AssertServerHasAsync("late");
    }

    [Fact]
    public async Task Notifications_AllLost_StillConvergeWithinTheInterval()
    {
        await device.StartAsync();
        WorldDevice other = world.Device();
        await other.Jobs.SaveAsync(new Job { Title = "news" });
        await other.SyncAsync();
        Time.Advance(Defaults.Interval * 1.1);
        await device.EndedAsync();
        Assert.Equal("news", Assert.Single(await device.Jobs.ListAsync().ToListAsync()).Title);
    }

    [Fact]
    public async Task Wake_WhenQuiet_TriesWithinTheSpread()
    {
        await device.StartAsync();
        device.Loop.Wake();
        Assert.InRange(device.Pause!.Value, TimeSpan.Zero, Defaults.Spread);
        await device.TryNextAsync();
        Assert.Equal(2, device.Begun.Count);
    }

    [Fact]
    public async Task Wake_DuringACycle_LeadsToAnotherOne()
    {
        await device.StartAsync();
        device.Network.Before = _ =>
        {
            device.Network.Before = null;
            device.Loop.Wake();
            return Task.CompletedTask;
        };
        await device.TryNextAsync();
        Assert.InRange(device.Pause!.Value, TimeSpan.Zero, Defaults.Spread);
    }

    [Fact]
    public async Task Network_Gone_PlansNothingUntilItIsBack()
    {
        await device.StartAsync();
        device.Loop.NotifyOnline(false);
        await device.SaveAsync("offline");
        Assert.Null(device.Next);
        Assert.False((await device.Client.GetStatusAsync()).IsOnline);
        Time.Advance(TimeSpan.FromDays(3));
        Assert.Single(device.Begun);

        device.Loop.NotifyOnline(true);
        Assert.InRange(device.Pause!.Value, TimeSpan.Zero, Defaults.Spread);
        await device.TryNextAsync();
        await AssertServerHasAsync("offline");
    }

    [Fact]
    public async Task Network_SaidToBeGoneAndThere_IsBelievedWhenACycleEndsWell()
    {
        await device.StartAsync();
        device.Loop.NotifyOnline(false);
        await device.Client.SyncAsync();
        Assert.NotNull(device.Next);
        Assert.True((await device.Client.GetStatusAsync()).IsOnline);
    }

    [Fact]
    public async Task Network_BackAfterItWentDuringACycle_IsTriedAtOnce()
    {
        await device.StartAsync();
        device.Network.Before = _ =>
        {
            device.Network.Before = null;
            device.Loop.NotifyOnline(false);
            return Task.CompletedTask;
        };
        await device.TryNextAsync();
        Assert.Null(device.Next);
        device.Loop.NotifyOnline(true);
        Assert.InRange(device.Pause!.Value, TimeSpan.Zero, Defaults.Spread);
    }

    [Fact]
    public async Task ExternalChange_OfTheStore_IsSentLikeASave()
    {
        await device.StartAsync();
        await using var tab = new SyncClient(world.Model, device.Store, device.Network, Time, new CountingIds(0xdef));
        await tab.Set<Job>().SaveAsync(new Job { Title = "from the other tab" });
        device.Client.NotifyExternalChange();
        Assert.Equal(Defaults.Debounce, device.Pause);
        await device.TryNextAsync();
        await AssertServerHasAsync("from the other tab");
    }

    [Fact]
    public async Task Cycle_OfTheLoopItself_AsksForNoFurtherOne()
    {
        WorldDevice other = world.Device();
        await other.Jobs.SaveAsync(new Job { Title = "to pull" });
        await other.SyncAsync();
        await device.SaveAsync("to push");
        await device.StartAsync();
        Assert.True(device.Pause > Defaults.DebounceMax);
    }

    [Theory]
    [InlineData(3650)]
    [InlineData(-30)]
    public async Task WallClock_SetByYears_DoesNotMoveTheNextTry(int days)
    {
        await device.StartAsync();
        await device.SaveAsync("one");
        device.Clock.Ahead = TimeSpan.FromDays(days);
        Time.Advance(Defaults.Debounce);
        await device.EndedAsync();
        Assert.InRange(device.Pause!.Value, TimeSpan.Zero, Defaults.Interval * 1.1);
        await AssertServerHasAsync("one");
    }

    [Fact]
    public async Task Chance_OfDevicesThatAreGivenNone_IsEachItsOwn()
    {
        var pauses = new HashSet<DateTimeOffset?>();
        for (int i = 1; i <= 20; i++)
        {
            await using var client = new SyncClient(world.Model, new Athens.Sync.InMemory.InMemoryDeviceStore(), device.Network, Time, new CountingIds(i));
            await using var loop = new SyncLoop(client);
            loop.NotifyOnline(false);
            loop.Start();
            loop.NotifyOnline(true);
            pauses.Add(client.Activity.State.NextAttemptAt);
            await loop.StopAsync();
        }
        Assert.True(pauses.Count >= 15, $"Only {pauses.Count} of 20 differ.");
    }

    [Fact]
    public async Task Client_DisposedFirst_EndsTheLoop()
    {
        await device.StartAsync();
        await device.Client.DisposeAsync();
        await device.Loop.StopAsync().WaitAsync(LoopDevice.Patience);
    }
}
