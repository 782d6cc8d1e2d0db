using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.Testing;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Client;

/// <summary>A cycle goes in short steps while the app saves, and in long ones when it does not.</summary>
public sealed class PaceTests
{
    private const int Many = 1_300;

    [Fact]
    public void Steps_AreShortFromASaveUntilAQuietWhile()
    {
        var use = new AppUse();
        var pace = new Pace(use);
        use.Note();
        pace.Begin();
        Assert.False(pace.IsShort());
        use.Note();
        Assert.All(Enumerable.Range(0, 20), _ => Assert.True(pace.IsShort()));
        Assert.False(pace.IsShort());
    }

    [Fact]
    public void Steps_OfTwoHalves_EachSeeTheSave()
    {
        var use = new AppUse();
        var (push, pull) = (new Pace(use), new Pace(use));
        push.Begin();
        pull.Begin();
        use.Note();
        Assert.Equal((true, true), (push.IsShort(), pull.IsShort()));
    }

    [Fact]
    public async Task LongOutbox_OfAQuietDevice_GoesInFewPushes()
    {
        WorldDevice device = await DeviceWithManyAsync(new World());
        await device.SyncAsync();
        Assert.Equal([100, 100, 200, 200, 400, 300], Sent(device));
    }

    [Fact]
    public async Task LongOutbox_WhileTheAppSaves_GoesInShortPushes()
    {
        var world = new World();
        WorldDevice device = await DeviceWithManyAsync(world);
        int left = 10;
        device.Network.Before = async token =>
        {
            if (--left > 0)
                await device.Jobs.SaveAsync(new Job { Title = "meanwhile" }, token);
        };
        await device.SyncAsync();
        Assert.Equal(200, Sent(device).Max());
    }

    [Theory]
    [InlineData(600, new[] { 600, 200 })]
    [InlineData(300, new[] { 300, 200 })]
    [InlineData(150, new[] { 150 })]
    public async Task Pull_WhileTheAppSaves_AsksForShortPages(int page, int[] asked)
    {
        var world = new World();
        await (await DeviceWithManyAsync(world)).SyncAsync();
        WorldDevice busy = world.DeviceWith("bob", new SyncClientOptions { PullPage = page });
        await busy.SyncAsync();
        await (await DeviceWithManyAsync(world)).SyncAsync();
        int before = busy.Network.Pulls.Count;

        // The app saves when the second page is on its way, which was asked for while it was quiet.
        busy.Network.Before = async token =>
        {
            if (busy.Network.Pulls.Count == before + 2)
            {
                busy.Network.Before = null;
                await busy.Jobs.SaveAsync(new Job { Title = "meanwhile" }, token);
            }
        };
        await busy.SyncAsync();

        Assert.Equal(asked, busy.Network.Pulls.Skip(before).Select(pull => pull.Limit).OfType<int>().Distinct());
        Assert.Equal((2 * Many) + 1, await busy.Jobs.ListAsync().CountAsync());
    }

    /// <summary>An app that saves by a context of its own says so when it is done.</summary>
    [Fact]
    public async Task Pull_WhileTheAppSavesPastTheClient_AsksForShortPages()
    {
        var world = new World();
        await (await DeviceWithManyAsync(world)).SyncAsync();
        WorldDevice device = world.Device();
        device.Network.Before = token =>
        {
            device.Client.NotifyExternalChange();
            return Task.CompletedTask;
        };
        await device.SyncAsync();
        Assert.Contains(device.Network.Pulls, pull => pull.Limit == 200);
    }

    [Fact]
    public async Task Pull_OfAQuietDevice_LeavesThePagesToTheServer()
    {
        var world = new World();
        await (await DeviceWithManyAsync(world)).SyncAsync();
        WorldDevice quiet = world.Device();
        await quiet.SyncAsync();
        Assert.All(quiet.Network.Pulls, pull => Assert.Null(pull.Limit));
    }

    [Fact]
    public async Task LongOutbox_AfterTheNetworkCutOffALargePush_BeginsAnew()
    {
        WorldDevice device = await DeviceWithManyAsync(new World());
        device.Network.NextPush(null, null, null, null, TransportFault.RequestLost);
        Assert.NotNull((await device.Client.SyncAsync()).Failure);
        Assert.Equal(400, Sent(device)[^1]);
        await device.SyncAsync();
        Assert.Equal([100, 200, 200], Sent(device)[5..8]);
    }

    /// <summary>What a critical change builds on goes with it, and comes on top: the usual size leaves room for it below what a server takes.</summary>
    [Fact]
    public async Task CriticalChange_OfWhatWasMadeLate_GoesFirst_InAPushThatTheServerTakes()
    {
        WorldDevice device = await DeviceWithManyAsync(new World());
        await device.SyncAsync();
        int before = device.Network.Pushes.Count;
        var job = new Job { Title = "late" };
        for (int n = 0; n < 600; n++)
            await device.Jobs.SaveAsync(new Job { Title = "one" });
        await device.Jobs.SaveAsync(job);
        await device.Client.Set<Alarm>().SaveAsync(new Alarm { JobId = job.Id, Text = "gas" });

        SyncReport report = await device.SyncAsync();

        IReadOnlyList<Change> first = device.Network.Pushes[before].Changes;
        Assert.Equal((401, 602), (first.Count, report.Applied));
        Assert.Contains(first, change => change.Entity == "alarm");
        Assert.Contains(first, change => change.ServerId == job.Id);
    }

    /// <summary>Each cycle that fails costs its pause: few of them do.</summary>
    [Fact]
    public async Task LongOutbox_OverANetworkThatCarriesNoLargePushes_IsSentInFewCycles()
    {
        WorldDevice device = await DeviceWithManyAsync(new World());
        device.Network.Judge = push => push.Changes.Count > 150 ? TransportFault.RequestLost : null;
        int failed = 0;
        while ((await device.Client.SyncAsync()).Failure is not null)
            failed++;
        Assert.InRange(failed, 1, 3);
        Assert.Equal(0, (await device.Client.GetStatusAsync()).Changes.Waiting);
    }

    /// <summary>Each critical change brings a job with it: fewer go at once, so that no push is more than a server takes.</summary>
    [Fact]
    public async Task CriticalChanges_ThatEachBuildOnAnother_GoInPushesThatTheServerTakes()
    {
        World world = new();
        WorldDevice device = world.Device();
        await device.SyncAsync();
        Job[] jobs = [.. Enumerable.Range(0, Many).Select(_ => new Job { Title = "one" })];
        foreach (Job job in jobs)
            await device.Jobs.SaveAsync(job);
        foreach (Job job in jobs)
            await device.Client.Set<Alarm>().SaveAsync(new Alarm { JobId = job.Id, Text = "gas" });

        SyncReport report = await device.SyncAsync();

        Assert.Equal((null, 2 * Many), (report.Failure, report.Applied));
        Assert.InRange(Sent(device).Max(), 400, SyncLimits.Default.ChangesMax);
    }

    private static int[] Sent(WorldDevice device) => [.. device.Network.Pushes.Select(push => push.Changes.Count).Where(count => count > 0)];

    private static async Task<WorldDevice> DeviceWithManyAsync(World world)
    {
        WorldDevice device = world.Device();
        await device.SyncAsync();
        for (int n = 0; n < Many; n++)
            await device.Jobs.SaveAsync(new Job { Title = "one" });
        return device;
    }
}
