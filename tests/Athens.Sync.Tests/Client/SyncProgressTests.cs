using Athens.Sync.Client;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Client;

public sealed class SyncProgressTests
{
    private readonly World world = new();

    /// <summary>Takes note on the cycle's own thread, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Notes : IProgress<SyncProgress>
    {
        public List<SyncProgress> Told { get; } = [];

        public void Report(SyncProgress value) => Told.Add(value);
    }

    private static async Task<List<(SyncPhase, int, int?)>> SyncAsync(WorldDevice device)
    {
        var notes = new Notes();
        Assert.True((await device.Client.SyncAsync(notes)).IsComplete);
        return [.. notes.Told.Select(p => (p.Phase, p.Done, p.Total))];
    }

    [Fact]
    public async Task Push_InBatches_TellsHowManyOfHowMany()
    {
        WorldDevice device = world.DeviceWith("ann", new SyncClientOptions { PushBatch = 2 });
        for (int i = 0; i < 5; i++)
            await device.Jobs.SaveAsync(new Job { Title = $"{i}" });
        List<(SyncPhase, int, int?)> told = await SyncAsync(device);
        Assert.Equal([(SyncPhase.Push, 0, 5), (SyncPhase.Push, 2, 5), (SyncPhase.Push, 4, 5), (SyncPhase.Push, 5, 5)], told.Where(t => t.Item1 is SyncPhase.Push));
    }

    [Fact]
    public async Task Push_OfChangesThatComeMeanwhile_TellsMoreThanItKnewOf()
    {
        WorldDevice device = world.DeviceWith("ann", new SyncClientOptions { PushBatch = 1 });
        await device.Jobs.SaveAsync(new Job { Title = "one" });
        device.Network.Meanwhile = () => device.Jobs.SaveAsync(new Job { Title = "two" });
        List<(SyncPhase, int, int?)> told = await SyncAsync(device);
        Assert.Equal([(SyncPhase.Push, 0, 1), (SyncPhase.Push, 1, 1), (SyncPhase.Push, 2, 2)], told.Where(t => t.Item1 is SyncPhase.Push));
    }

    [Fact]
    public async Task Pull_InPages_TellsHowManyCameAndNoTotal()
    {
        WorldDevice source = world.Device();
        for (int i = 0; i < 5; i++)
            await source.Jobs.SaveAsync(new Job { Title = $"{i}" });
        await source.SyncAsync();
        List<(SyncPhase Phase, int Done, int? Total)> told = await SyncAsync(world.DeviceWith("ann", new SyncClientOptions { PullPage = 2 }));
        var pulled = told.Where(t => t.Phase is SyncPhase.Pull).ToList();
        Assert.Equal([0, 2, 4, 5], pulled.Select(t => t.Done).Distinct());
        Assert.All(pulled, t => Assert.Null(t.Total));
    }

    [Fact]
    public async Task Progress_ThatThrows_EndsTheCycleAndLosesNothing()
    {
        WorldDevice device = world.Device();
        await device.Jobs.SaveAsync(new Job { Title = "one" });
        await Assert.ThrowsAsync<InvalidOperationException>(() => device.Client.SyncAsync(new Thrower()));
        await device.SyncAsync();
        Assert.Single(await world.ServerStateAsync());
    }

    private sealed class Thrower : IProgress<SyncProgress>
    {
        public void Report(SyncProgress value)
        {
            if (value.Done > 0)
                throw new InvalidOperationException("A bug in a view.");
        }
    }
}
