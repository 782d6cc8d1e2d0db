using Athens.Sync.Scheduling;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Scheduling;

public sealed class SyncLoopStopTests : IAsyncDisposable
{
    private readonly World world = new();
    private readonly LoopDevice device;
    private readonly TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SyncLoopStopTests() => device = new LoopDevice(world);

    public ValueTask DisposeAsync() => device.DisposeAsync();

    /// <summary>Starts a cycle that waits in its first request.</summary>
    private async Task<TaskCompletionSource> HoldCycleAsync(bool heedsCancellation = true)
    {
        var isHeld = new TaskCompletionSource();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        device.Network.Before = token =>
        {
            token.Register(() => cancelled.TrySetResult());
            isHeld.TrySetResult();
            return heedsCancellation ? release.Task.WaitAsync(token) : release.Task;
        };
        device.Loop.Start();
        await isHeld.Task.WaitAsync(LoopDevice.Patience);
        return release;
    }

    /// <summary>Lets time pass until the task ends.</summary>
    private async Task PassUntilAsync(Task task)
    {
        using var patience = new CancellationTokenSource(LoopDevice.Patience);
        while (!task.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
            world.Time.Advance(TimeSpan.FromMilliseconds(1));
        }
        await task;
    }

    [Fact]
    public async Task Stop_WhileIdle_EndsAtOnceAndPlansNothing()
    {
        await device.StartAsync();
        await device.Loop.StopAsync().WaitAsync(LoopDevice.Patience);
        await device.SaveAsync("later");
        Assert.Null(device.Next);
        world.Time.Advance(TimeSpan.FromDays(1));
        Assert.Single(device.Begun);
    }

    [Fact]
    public async Task Stop_WithACycleThatEnds_LetsItEnd()
    {
        await device.SaveAsync("one");
        TaskCompletionSource release = await HoldCycleAsync();
        Task stop = device.Loop.StopAsync();
        Assert.False(stop.IsCompleted);
        release.SetResult();
        await stop.WaitAsync(LoopDevice.Patience);
        Assert.Single(await world.ServerStateAsync());
    }

    [Fact]
    public async Task Stop_WithACycleThatHangs_CancelsItAfterTheGrace()
    {
        await device.SaveAsync("one");
        await HoldCycleAsync();
        Task stop = device.Loop.StopAsync();
        await PassUntilAsync(cancelled.Task);
        await stop.WaitAsync(LoopDevice.Patience);
        Assert.False(device.State.IsSyncing);
        Assert.Equal(1, (await device.Client.GetStatusAsync()).Changes.Waiting);
    }

    [Fact]
    public async Task Stop_WithACycleThatDoesNotHeedItsCancellation_ReturnsAllTheSame()
    {
        TaskCompletionSource release = await HoldCycleAsync(heedsCancellation: false);
        await PassUntilAsync(device.Loop.StopAsync());
        Assert.True(device.State.IsSyncing);
        release.SetResult();
        await device.EndedAsync();
    }

    [Fact]
    public async Task Stop_WithATokenThatIsCancelled_CutsTheGraceShort()
    {
        await HoldCycleAsync();
        await device.Loop.StopAsync(new CancellationToken(canceled: true)).WaitAsync(LoopDevice.Patience);
        Assert.False(device.State.IsSyncing);
    }

    [Fact]
    public async Task Start_AfterAStop_GoesOn()
    {
        await device.StartAsync();
        await device.Loop.StopAsync();
        await device.SaveAsync("while stopped");
        await device.StartAsync();
        Assert.Single(await world.ServerStateAsync());
        Assert.NotNull(device.Next);
    }

    [Fact]
    public async Task Start_AfterAnAbandonedCycle_WaitsForItsTurnAndGoesOn()
    {
        TaskCompletionSource release = await HoldCycleAsync(heedsCancellation: false);
        await PassUntilAsync(device.Loop.StopAsync());
        device.Loop.Start();
        device.Network.Before = null;
        release.SetResult();
        await device.EndedAsync();
        await device.EndedAsync();
        await device.SaveAsync("one");
        await device.TryNextAsync();
        Assert.Single(await world.ServerStateAsync());
    }

    [Fact]
    public async Task Start_AfterADispose_IsRefused()
    {
        await device.Loop.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(device.Loop.Start);
    }
}
