using System.Diagnostics.CodeAnalysis;
using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.Scheduling;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Athens.Sync;

/// <summary>
/// Runs an engine's cycles when they are worth it: soon after a local change, at an interval, when the network is back, when told
/// of news, and after a failure with a growing random pause. One loop an engine. Safe to call from many threads.
/// </summary>
/// <remarks>
/// <para>As long as the loop is started, the device is online, and the server has not refused the caller, a next try is planned
/// (<see cref="SyncStatus.NextAttemptAt"/>). A change that is made while a cycle runs leads to another one.</para>
/// <para>When the server refuses the caller (401, 403), the loop waits for <see cref="Wake"/>, or for a cycle begun by hand that ends
/// well; <see cref="SyncStatus.IsSignInNeeded"/> tells so.</para>
/// <para>A host wires it in its own hosted service, which calls <see cref="Start"/> and <see cref="StopAsync"/>; an app does so when
/// it comes to the foreground and leaves it. Dispose of the loop before the engine.</para>
/// </remarks>
public sealed class SyncLoop : IAsyncDisposable, IDeviceObserver
{
    private readonly Lock gate = new();
    private readonly Signal signal = new();
    private readonly SyncClient client;
    private readonly TimeProvider time;
    private readonly long origin;
    private readonly SyncLoopOptions options;
    private readonly LoopDecider decider;
    private readonly Random random;
    private readonly ILogger logger;
    private LoopState state = new();
    private TimeSpan? planned;
    private long endings;
    private LoopRun? run;
    private Task stopping = Task.CompletedTask;
    private bool isDisposed;

    /// <summary>Makes a loop over an engine, by the engine's clock. It does nothing until it is started.</summary>
    /// <param name="client">The engine.</param>
    /// <param name="options">When to try.</param>
    /// <param name="random">Where chance comes from; the loop uses it from one thread at a time. From the engine's ids, unless given.</param>
    /// <param name="logger">Where the loop tells what came of its cycles.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside of its bounds; it is named.</exception>
    public SyncLoop(SyncClient client, SyncLoopOptions? options = null, Random? random = null, ILogger<SyncLoop>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        this.options = options ?? new SyncLoopOptions();
        this.options.Check();
        this.client = client;
        this.random = random ?? new Random(client.NextSeed());
        this.logger = logger ?? NullLogger<SyncLoop>.Instance;
        decider = new LoopDecider(this.options);
        time = client.Time;
        origin = time.GetTimestamp();
        client.Activity.CycleBegan += OnBegan;
        client.Activity.CycleEnded += OnEnded;
        client.Activity.CycleGivenUp += OnGivenUp;
        client.Observers.Add(this);
    }

    private TimeSpan Now => time.GetElapsedTime(origin);

    /// <summary>Begins, with a try at once where there is a network. Does nothing when it is started already; may follow a stop.</summary>
    /// <exception cref="ObjectDisposedException">The loop was disposed of.</exception>
    public void Start()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            if (run is not null)
                return;
            run = new LoopRun(RunAsync);
            Apply(decider.Started);
        }
    }

    /// <summary>
    /// Ends the loop: no cycle begins any more; one that is under way may end by itself within <see cref="SyncLoopOptions.StopGrace"/>
    /// and is cancelled then. Nothing is lost by that: the next start goes on where it was. Returns within twice that time.
    /// </summary>
    /// <param name="cancellationToken">Cuts the first wait short: the cycle is cancelled at once.</param>
    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            if (run is { } running)
            {
                run = null;
                Plan();
                stopping = Task.Run(() => EndAsync(running, cancellationToken), CancellationToken.None);
            }
            return stopping;
        }
    }

    /// <summary>
    /// Tells the loop that it is worth a try now: the server sent a notification, or the user signed in. It follows within
    /// <see cref="SyncLoopOptions.Spread"/>, or when the server that asked to be left alone allows it; during a cycle, after it.
    /// </summary>
    public void Wake() => Apply(decider.Woken);

    /// <summary>Tells the loop whether the device has a network. Until it is told, it takes it that there is one.</summary>
    public void NotifyOnline(bool isOnline) => Apply((now, at, chance) => decider.Told(now, isOnline, at, chance));

    /// <summary>Stops the loop for good.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
            isDisposed = true;
        client.Observers.Remove(this);
        client.Activity.CycleBegan -= OnBegan;
        client.Activity.CycleEnded -= OnEnded;
        client.Activity.CycleGivenUp -= OnGivenUp;
        await StopAsync().ConfigureAwait(false);
    }

    void IDeviceObserver.Note(DeviceChange change)
    {
        if (!change.IsOfCycle)
            Apply((now, at, _) => LoopDecider.Changed(now, at));
    }

    void IDeviceObserver.Close()
    {
        lock (gate)
            run?.Stop();
    }

    private async Task RunAsync(CancellationToken stop, CancellationToken cancel)
    {
        using ITimer timer = time.CreateTimer(_ => signal.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (!stop.IsCancellationRequested)
        {
            TimeSpan? wait = UntilNext();
            if (wait <= TimeSpan.Zero)
                await CycleAsync(cancel).ConfigureAwait(false);
            else
                await WaitAsync(timer, wait, stop).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Waits for the time, in whole milliseconds, which timers count in, or for an event that may move it. The device may have slept
    /// before the timer was set, which would then be late by as much.
    /// </summary>
    private async Task WaitAsync(ITimer timer, TimeSpan? wait, CancellationToken stop)
    {
        timer.Change(wait is { } time ? TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds)) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            if (UntilNext() is not { } left || left > TimeSpan.Zero)
                await signal.WaitAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The loop was stopped while it had nothing to do.
        }
    }

    private TimeSpan? UntilNext()
    {
        lock (gate)
            return decider.Next(state) - Now;
    }

    /// <summary>Runs a cycle. What came of it is told by the engine, for every cycle alike; only what kept it from beginning is not.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever a cycle throws, the loop goes on.")]
    private async Task CycleAsync(CancellationToken cancel)
    {
        long before = Interlocked.Read(ref endings);
        try
        {
            await client.SyncAsync(cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The loop was stopped.
        }
        catch (Exception exception)
        {
            if (Interlocked.Read(ref endings) == before)
                OnEnded(exception);
        }
    }

    private async Task EndAsync(LoopRun running, CancellationToken cancellationToken)
    {
        if (await running.StopAsync(options.StopGrace, time, cancellationToken).ConfigureAwait(false))
            running.Dispose();
        else
            SyncLoopLog.CycleAbandoned(logger);
    }

    private void OnBegan() => Apply((now, _, _) => LoopDecider.Began(now));

    private void OnGivenUp()
    {
        Interlocked.Increment(ref endings);
        Apply((now, at, _) => LoopDecider.GivenUp(now, at));
    }

    private void OnEnded(Exception? failure)
    {
        Interlocked.Increment(ref endings);
        if (failure is null)
            Apply(decider.Succeeded);
        else
            Apply((now, at, chance) => decider.Failed(now, failure, at, chance));
        Log(failure);
    }

    private void Log(Exception? failure)
    {
        if (failure is null)
            SyncLoopLog.CycleEnded(logger);
        else if (failure is SyncTransportException { Failure: TransportFailure.Unauthorized })
            SyncLoopLog.CallerRefused(logger, failure);
        else if (failure is SyncException)
            SyncLoopLog.CycleFailed(logger, UntilNext(), failure);
        else
            SyncLoopLog.CycleBroke(logger, UntilNext(), failure);
    }

    private void Apply(Func<LoopState, TimeSpan, double, LoopState> transition)
    {
        lock (gate)
        {
            state = transition(state, Now, random.NextDouble());
            Plan();
        }
        signal.Set();
    }

    /// <summary>Tells in the engine's status what is planned. Only what changed is told, or the wall clock's drift would be news.</summary>
    private void Plan()
    {
        TimeSpan? next = run is null ? null : decider.Next(state);
        DateTimeOffset? at = next is null ? null : time.GetUtcNow() + (next - Now);
        bool isNews = next != planned;
        planned = next;
        client.Activity.Update(now => now with { HasNetwork = state.IsOnline, NextAttemptAt = isNews ? at : now.NextAttemptAt });
    }
}
