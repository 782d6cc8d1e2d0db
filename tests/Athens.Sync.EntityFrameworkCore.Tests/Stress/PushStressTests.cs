using System.Diagnostics;
using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Xunit.Abstractions;

namespace Athens.Sync.EntityFrameworkCore.Tests.Stress;

/// <summary>Many writers at once, with a reader that follows each feed.</summary>
public abstract class PushStressTests(ITestDatabase database, ITestOutputHelper output, int seconds = StressRun.ShortSeconds)
{
    [Fact]
    public Task Pushes_ByManyWriters_AreEachInTheFeedOnce() => RunAsync(new Shape { Scopes = 4, Duration = StressRun.DurationOr(seconds) });

    [Fact]
    public Task Increments_OfFewCountersByManyWriters_AreAllInTheSum() => RunAsync(new Shape { Scopes = 1, SharedTanks = 2, ChangesPerPushMax = 4 });

    private async Task RunAsync(Shape shape)
    {
        await using World world = await World.OpenAsync(database, shape);
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<FeedView> views = await world.RunAsync();
        TimeSpan taken = Stopwatch.GetElapsedTime(start);

        await HistoryChecker.CheckAsync(world, views);
        output.WriteLine($"{shape.Writers} writers, {shape.Scopes} scopes: {world.History.Acknowledged} changes in {taken.TotalSeconds:F0} s, {world.History.Checks} checks of own writes.");
    }

    [Collection(StressTests.Name)]
    public sealed class OnSqlite(ITestOutputHelper output) : PushStressTests(new SqliteDatabase(), output);

    [Collection(StressTests.Name)]
    public sealed class OnPostgres(StressServer server, ITestOutputHelper output) : PushStressTests(server.NewDatabase(), output, StressRun.LongSeconds);

    [Collection(StressTests.Name)]
    public sealed class OnPostgresByEf(StressServer server, ITestOutputHelper output) : PushStressTests(new WrittenByEf(server.NewDatabase()), output);
}
