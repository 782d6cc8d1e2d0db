using Athens.Sync.Testing;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Transport;

/// <summary>What each fault does to the server and to the device.</summary>
public sealed class FaultyTransportTests
{
    private readonly World world = new();
    private readonly WorldDevice device;

    public FaultyTransportTests() => device = world.Device();

    public static TheoryData<string, TransportFailure?, int> Faults => new()
    {
        { nameof(TransportFault.RequestLost), TransportFailure.Unreachable, 0 },
        { nameof(TransportFault.AnswerLost), TransportFailure.Unreachable, 1 },
        { nameof(TransportFault.Overtaken), TransportFailure.Unreachable, 0 },
        { nameof(TransportFault.HtmlPage), TransportFailure.NotTheServer, 0 },
        { nameof(TransportFault.Duplicated), null, 1 },
        { "401", TransportFailure.Unauthorized, 0 },
        { "403", TransportFailure.Unauthorized, 0 },
        // The device finds out whether the change is at fault, and tries again in the same cycle.
        { "404", null, 1 },
        { "429", TransportFailure.Unavailable, 0 },
        { "503", TransportFailure.Unavailable, 0 },
        { "511", TransportFailure.NotTheServer, 0 },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Push_WithAFault_IsToldAsItIsAndGoesThroughAfterwards(string name, TransportFailure? failure, int taken)
    {
        await device.Jobs.SaveAsync(new Job { Title = "one", Counter = 1 });
        device.Network.NextPush(Fault(name));

        SyncReport report = await device.Client.SyncAsync();

        Assert.Equal(failure, (report.Failure as SyncTransportException)?.Failure);
        Assert.Equal(taken, (await world.ServerStateAsync()).Count);
        await device.SyncAsync();
        Assert.Equal(0, (await device.Client.GetStatusAsync()).Changes.Waiting);
        Assert.Equal(1, Assert.Single((await world.ServerStateAsync()).Values).Version);
    }

    [Fact]
    public async Task Faults_InAScript_ComeInOrderAndEnd()
    {
        // snippet:script
        await device.Jobs.SaveAsync(new Job { Title = "Check valve 4" });
        device.Network.NextPush(TransportFault.AnswerLost, TransportFault.Status(503, retryAfter: TimeSpan.FromSeconds(30)));

        SyncReport lost = await device.Client.SyncAsync();     // the server has the change, and the device does not know
        SyncReport busy = await device.Client.SyncAsync();
        SyncReport done = await device.Client.SyncAsync();     // the same change again: applied once
        // endsnippet

        Assert.Equal(TransportFailure.Unreachable, Assert.IsType<SyncTransportException>(lost.Failure).Failure);
        Assert.Equal(TimeSpan.FromSeconds(30), Assert.IsType<SyncTransportException>(busy.Failure).RetryAfter);
        Assert.Null(done.Failure);
        Assert.Equal(1, Assert.Single((await world.ServerStateAsync()).Values).Version);
    }

    [Fact]
    public async Task Pull_WithAFault_FailsAndTheOutboxGoesOut()
    {
        await device.SyncAsync();
        await device.Jobs.SaveAsync(new Job { Title = "one" });
        device.Network.NextPull(TransportFault.HtmlPage);

        SyncReport report = await device.Client.SyncAsync();

        Assert.Equal((1, TransportFailure.NotTheServer), (report.Applied, Assert.IsType<SyncTransportException>(report.Failure).Failure));
    }

    [Fact]
    public async Task Push_Delayed_WaitsForTheClock()
    {
        await using var client = new SyncClient(world.Model, new InMemory.InMemoryDeviceStore(), new FaultyTransport(device.Network, world.Time) { Judge = _ => TransportFault.Delayed(TimeSpan.FromSeconds(5)) }, world.Time, new CountingIds(77));
        await client.Set<Job>().SaveAsync(new Job { Title = "one" });

        Task<SyncReport> syncing = client.SyncAsync();
        Assert.Empty(await world.ServerStateAsync());
        while (!syncing.IsCompleted)
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(1, (await syncing).Applied);
    }

    [Fact]
    public async Task Push_Overtaken_ArrivesAfterTheNextAndChangesNothing()
    {
        var job = new Job { Title = "one", Counter = 1 };
        await device.Jobs.SaveAsync(job);
        device.Network.NextPush(TransportFault.Overtaken);
        await device.Client.SyncAsync();
        await device.SyncAsync();
        await device.EditAsync(job.Id, j => j.Counter++);
        await device.SyncAsync();

        Assert.Equal(("2", 2L), (Server(await world.ServerStateAsync(), "counter"), (await world.ServerStateAsync()).Values.Single().Version));
    }

    /// <summary>A counter is the sum of its increments only if each was applied exactly once.</summary>
    [Fact]
    public async Task Device_OverANetworkThatFailsByChance_HasEachChangeAppliedOnce()
    {
        for (int seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var day = new World();
            WorldDevice worker = day.Device();
            worker.Network.Chance = () => TransportFault.Draw(random, 0.5);
            var job = new Job { Title = "one" };
            await worker.Jobs.SaveAsync(job);
            for (int edit = 1; edit <= 10; edit++)
            {
                await worker.EditAsync(job.Id, j => j.Counter++);
                await worker.Client.SyncAsync();
            }
            worker.Network.Heal();
            await worker.SyncAsync();

            Assert.True(Server(await day.ServerStateAsync(), "counter") == "10", $"Seed {seed}.");
        }
    }

    private static TransportFault Fault(string name) => name switch
    {
        nameof(TransportFault.RequestLost) => TransportFault.RequestLost,
        nameof(TransportFault.AnswerLost) => TransportFault.AnswerLost,
        nameof(TransportFault.Overtaken) => TransportFault.Overtaken,
        nameof(TransportFault.HtmlPage) => TransportFault.HtmlPage,
        nameof(TransportFault.Duplicated) => TransportFault.Duplicated,
        _ => TransportFault.Status(int.Parse(name)),
    };

    private static string Server(IReadOnlyDictionary<EntityId, PulledEntity> state, string field) => state.Values.Single().Data![field].ToString();
}
