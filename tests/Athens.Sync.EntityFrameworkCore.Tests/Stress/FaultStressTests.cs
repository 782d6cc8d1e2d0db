using System.Diagnostics;
using Xunit.Abstractions;

namespace Athens.Sync.EntityFrameworkCore.Tests.Stress;

/// <summary>Many writers at once while connections are cut and the server is stopped hard.</summary>
[Collection(StressTests.Name)]
public sealed class FaultStressTests(StressServer server, ITestOutputHelper output)
{
    [Fact]
    public async Task Pushes_WhileConnectionsAreCutAndTheServerCrashes_AreTakenInOnce()
    {
        StressDatabase database = server.NewDatabase();
        await using World world = await World.OpenAsync(database, new Shape { Scopes = 4, ReadersPerScope = 8, AttemptsMax = 100 });
        var faults = new FaultInjector(database, world.History);
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<FeedView> views = await world.RunAsync(faults.RunAsync);
        TimeSpan taken = Stopwatch.GetElapsedTime(start);

        await HistoryChecker.CheckAsync(world, views);
        output.WriteLine($"{world.History.Acknowledged} changes and {world.History.Operations.Count(operation => !operation.IsWrite)} reads of {world.History.Operations.Where(operation => !operation.IsWrite).Sum(operation => (long)operation.Observed.Count)} versions in {taken.TotalSeconds:F0} s; {faults.Terminated} connections cut, {faults.Crashes} crash; asked again {world.History.Retries} times.");
        Assert.True(faults.Terminated > 0);
        Assert.Equal(1, faults.Crashes);
    }
}
