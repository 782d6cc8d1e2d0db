using System.Diagnostics;
using Xunit.Abstractions;

namespace Athens.Sync.EntityFrameworkCore.Tests.Stress;

/// <summary>Pushes beside app code that writes in another order than they do.</summary>
[Collection(StressTests.Name)]
public sealed class AppCodeStressTests(StressServer server, ITestOutputHelper output)
{
    [Fact]
    public async Task AppCode_ThatSavesTwiceAndInAnotherOrder_DeadlocksNothingForGood()
    {
        await using World world = await World.OpenAsync(server.NewDatabase(), new Shape { Scopes = 2, Writers = 16, AppWriters = 8 });
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<FeedView> views = await world.RunAsync();
        TimeSpan taken = Stopwatch.GetElapsedTime(start);

        await HistoryChecker.CheckAsync(world, views);
        output.WriteLine($"{world.History.Acknowledged} writes in {taken.TotalSeconds:F0} s; app code ran {world.History.Retries} transactions again.");
    }
}
