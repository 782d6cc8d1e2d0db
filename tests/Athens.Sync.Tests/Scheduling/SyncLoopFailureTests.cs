using Athens.Sync.Device;
using Athens.Sync.Scheduling;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Scheduling;

public sealed class SyncLoopFailureTests : IAsyncDisposable
{
    private static readonly SyncLoopOptions Defaults = new();

    private readonly World world = new();
    private readonly LoopDevice device;

    public SyncLoopFailureTests() => device = new LoopDevice(world);

    public static TheoryData<TransportFailure, bool> Failures => new()
    {
        { TransportFailure.Unreachable, true },
        { TransportFailure.Unavailable, true },
        { TransportFailure.Refused, true },
        { TransportFailure.Unauthorized, false },
        { TransportFailure.NotTheServer, true },
    };

    public ValueTask DisposeAsync() => device.DisposeAsync();

    private async Task<List<(string, string)>> OutboxAsync() => await device.Client.ReadOutboxAsync()
        .Where(item => item.Status is OutboxStatus.Pending or OutboxStatus.Syncing)
        .Select(item => (item.Change.OfflineId, item.Change.Data.ToJson())).ToListAsync();

    /// <summary>401 and 403, 4xx, 5xx, a time-out, a captive portal's page: what the transport makes of them.</summary>
    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Outbox_AfterTwentyFailures_IsAsItWasAndDrainsWhenTheyEnd(TransportFailure failure, bool isRetried)
    {
        await device.SaveAsync("one");
        await device.SaveAsync("two");
        List<(string, string)> before = await OutboxAsync();
        device.Network.Failure = () => new SyncTransportException(failure, "No.");
        await device.StartAsync();
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(isRetried, device.Next is not null);
            if (!isRetried)
                device.Loop.Wake();
            await device.TryNextAsync();
        }
        Assert.Equal(before, await OutboxAsync());

        device.Network.Failure = null;
        device.Loop.Wake();
        await device.TryNextAsync();
        Assert.Empty(await OutboxAsync());
        Assert.Equal(2, (await world.ServerStateAsync()).Count);
    }

    [Theory]
    [InlineData(TransportFailure.Unreachable, false, false)]
    [InlineData(TransportFailure.NotTheServer, false, false)]
    [InlineData(TransportFailure.Unavailable, true, false)]
    [InlineData(TransportFailure.Refused, true, false)]
    [InlineData(TransportFailure.Unauthorized, true, true)]
    public async Task Status_AfterAFailure_TellsWhatTheUserCanDo(TransportFailure failure, bool isOnline, bool isSignInNeeded)
    {
        device.Network.Failure = () => new SyncTransportException(failure, "No.");
        await device.StartAsync();
        SyncStatus status = await device.StatusAsync(s => !s.IsSyncing && s.LastFailure is not null);
        Assert.Equal((isOnline, isSignInNeeded), (status.IsOnline, status.IsSignInNeeded));
        Assert.Equal(isSignInNeeded, status.NextAttemptAt is null);
        Assert.Equal(failure, Assert.IsType<SyncTransportException>(status.LastFailure).Failure);
        Assert.Null(status.LastSyncAt);
    }

    [Fact]
    public async Task Pauses_AfterFailures_DoubleAtMostAndAreCapped()
    {
        device.Network.Failure = () => new SyncTransportException(TransportFailure.Unreachable, "No.");
        await device.StartAsync();
        TimeSpan ceiling = Defaults.BackoffFirst;
        for (int i = 0; i < 30; i++)
        {
            Assert.InRange(device.Pause!.Value, TimeSpan.Zero, ceiling);
            await device.TryNextAsync();
            ceiling = ceiling * 2 < Defaults.BackoffMax ? ceiling * 2 : Defaults.BackoffMax;
        }
    }

    [Fact]
    public async Task Save_WhileTheLoopPausesAfterFailures_DoesNotCutThePauseShort()
    {
        device.Network.Failure = () => new SyncTransportException(TransportFailure.Unavailable, "Busy.");
        await device.StartAsync();
        while (device.Pause <= Defaults.DebounceMax)
            await device.TryNextAsync();
        DateTimeOffset? planned = device.Next;
        await device.SaveAsync("impatient");
        Assert.Equal(planned, device.Next);
    }

    [Fact]
    public async Task Network_Back_EndsThePauseAfterFailures()
    {
        device.Network.Failure = () => new SyncTransportException(TransportFailure.Unreachable, "No.");
        await device.StartAsync();
        while (device.Pause <= Defaults.Spread)
            await device.TryNextAsync();
        device.Loop.NotifyOnline(true);
        Assert.True(device.Pause <= Defaults.Spread);
    }

    [Fact]
    public async Task RetryAfter_OfTheServer_IsWaitedForWhoeverIsImpatient()
    {
        device.Network.Failure = () => new SyncTransportException(TransportFailure.Unavailable, "Busy.") { RetryAfter = TimeSpan.FromSeconds(40) };
        await device.StartAsync();
        DateTimeOffset allowed = world.Time.GetUtcNow() + TimeSpan.FromSeconds(40);
        device.Loop.Wake();
        device.Loop.NotifyOnline(false);
        device.Loop.NotifyOnline(true);
        await device.SaveAsync("impatient");
        Assert.InRange(device.Next!.Value, allowed, allowed + Defaults.BackoffFirst);
        device.Network.Failure = null;
        await device.TryNextAsync();
        Assert.Single(await world.ServerStateAsync());
    }

    [Fact]
    public async Task RetryAfter_OfYears_IsCut()
    {
        device.Network.Failure = () => new SyncTransportException(TransportFailure.Unavailable, "Busy.") { RetryAfter = TimeSpan.FromDays(4000) };
        await device.StartAsync();
        Assert.InRange(device.Pause!.Value, Defaults.RetryAfterMax, Defaults.RetryAfterMax + Defaults.BackoffFirst);
    }

    [Fact]
    public async Task RefusedCaller_WhateverHappens_IsNotTriedUntilWoken()
    {
        device.Network.Failure = () => new SyncTransportException(TransportFailure.Unauthorized, "Who are you?");
        await device.StartAsync();
        await device.SaveAsync("one");
        device.Loop.NotifyOnline(false);
        device.Loop.NotifyOnline(true);
        Assert.Null(device.Next);
        world.Time.Advance(TimeSpan.FromDays(1));
        Assert.Single(device.Begun);

        device.Network.Failure = null;
        device.Loop.Wake();
        await device.TryNextAsync();
        Assert.Single(await world.ServerStateAsync());
        Assert.False((await device.StatusAsync(s => !s.IsSyncing)).IsSignInNeeded);
    }

    [Fact]
    public async Task RefusedCaller_WhoSyncsByHandAfterASignIn_RevivesTheLoop()
    {
        device.Network.Failure = () => new SyncTransportException(TransportFailure.Unauthorized, "Who are you?");
        await device.StartAsync();
        device.Network.Failure = null;
        Assert.True((await device.Client.SyncAsync()).IsComplete);
        Assert.NotNull(device.Next);
    }

    public static TheoryData<string> Unexpected => ["programming error", "cancellation nobody asked for", "store"];

    [Theory]
    [MemberData(nameof(Unexpected))]
    public async Task Cycle_ThatBreaks_IsTriedAgain(string what)
    {
        await device.SaveAsync("one");
        device.Network.Failure = () => what switch
        {
            "store" => new StoreException(StoreFailure.Unavailable, "The disk."),
            "programming error" => new InvalidOperationException("A bug."),
            _ => new TaskCanceledException("The client's own time-out."),
        };
        await device.StartAsync();
        Assert.InRange(device.Pause!.Value, TimeSpan.Zero, Defaults.BackoffFirst);
        Assert.NotNull((await device.StatusAsync(s => !s.IsSyncing)).LastFailure);
        device.Network.Failure = null;
        await device.TryNextAsync();
        Assert.Single(await world.ServerStateAsync());
    }

    [Fact]
    public async Task Cycle_GivenUpByItsCaller_LeavesItsChangesToTheLoop()
    {
        await device.StartAsync();
        using var impatience = new CancellationTokenSource();
        await device.SaveAsync("one");
        device.Network.Before = token =>
        {
            device.Network.Before = null;
            impatience.Cancel();
            token.ThrowIfCancellationRequested();
            return Task.CompletedTask;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => device.Client.SyncAsync(impatience.Token));
        await device.EndedAsync();
        Assert.Equal(Defaults.Debounce, device.Pause);
        await device.TryNextAsync();
        Assert.Single(await world.ServerStateAsync());
    }
}
