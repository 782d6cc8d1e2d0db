using Athens.Sync.Client;
using Athens.Sync.InMemory;
using Athens.Sync.Scheduling;
using Athens.Sync.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Athens.Sync.Tests.Worlds;

/// <summary>A device with a loop, which a test follows cycle by cycle.</summary>
public sealed class LoopDevice : IAsyncDisposable
{
    /// <summary>Never reached, unless a test would hang.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim ended = new(0);
    private readonly World world;

    public LoopDevice(World world, int number = 0xabc, SyncLoopOptions? options = null, int seed = 1)
    {
        this.world = world;
        Network = new FaultyTransport(new InProcessTransport(world.Server, World.Caller($"loop-{number}")));
        Clock = new WallClock(world.Time);
        Client = new SyncClient(world.Model, Store, Network, Clock, new CountingIds(number));
        Jobs = Client.Set<Job>();
        Loop = new SyncLoop(Client, options, new Random(seed));
        Client.Activity.CycleBegan += () => Begun.Add(world.Time.GetUtcNow());
        Client.Activity.CycleEnded += _ => ended.Release();
        Client.Activity.CycleGivenUp += () => ended.Release();
    }

    public InMemoryDeviceStore Store { get; } = new();

    public FaultyTransport Network { get; }

    public SyncClient Client { get; }

    public SyncSet<Job> Jobs { get; }

    public SyncLoop Loop { get; }

    public WallClock Clock { get; }

    /// <summary>When each cycle began.</summary>
    public List<DateTimeOffset> Begun { get; } = [];

    /// <summary>When the loop will try next, as its status has it.</summary>
    public DateTimeOffset? Next => State.NextAttemptAt;

    /// <summary>How long until then.</summary>
    public TimeSpan? Pause => Next - Clock.GetUtcNow();

    internal ActivityState State => Client.Activity.State;

    private FakeTimeProvider Time => world.Time;

    /// <summary>Starts the loop, and waits for the cycle that this begins.</summary>
    public async Task StartAsync()
    {
        Loop.Start();
        await EndedAsync();
    }

    /// <summary>Waits for the end of the next cycle.</summary>
    public async Task EndedAsync() => Assert.True(await ended.WaitAsync(Patience), "No cycle ended.");

    /// <summary>Lets the time of the next try come, and waits for its end.</summary>
    public async Task TryNextAsync()
    {
        Assert.NotNull(Next);
        // Timers count in milliseconds.
        if (Pause > TimeSpan.Zero)
            Time.Advance(TimeSpan.FromMilliseconds(Math.Ceiling(Pause.Value.TotalMilliseconds)));
        await EndedAsync();
    }

    public async Task<Job> SaveAsync(string title)
    {
        var job = new Job { Title = title };
        await Jobs.SaveAsync(job);
        return job;
    }

    /// <summary>The first status that the condition takes.</summary>
    public async Task<SyncStatus> StatusAsync(Func<SyncStatus, bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        return await Client.WatchStatusAsync(patience.Token).FirstAsync(condition, patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        Network.Before = null;
        await Loop.DisposeAsync();
        await Client.DisposeAsync();
    }
}
