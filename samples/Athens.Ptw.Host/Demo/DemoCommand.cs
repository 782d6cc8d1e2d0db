using Athens.Ptw.Host.Storage;
using Microsoft.Data.Sqlite;

namespace Athens.Ptw.Host.Demo;

/// <summary>Plays one working day with a real server and two real devices, and compares in the end what each of the three holds.</summary>
internal static class DemoCommand
{
    private static readonly DateTimeOffset Dawn = new(2026, 3, 2, 6, 30, 0, TimeSpan.Zero);

    /// <returns>The exit code: 0 where all three hold the same, and there was something to merge and something to decide.</returns>
    public static async Task<int> RunAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("athens-ptw-demo-");
        try
        {
            return await PlayAsync(folder.FullName) ? 0 : 1;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private static async Task<bool> PlayAsync(string folder)
    {
        var clock = new DemoClock(Dawn);
        var story = new DemoStory(DemoStory.Console(), clock);
        await using DemoServer server = await DemoServer.StartAsync(Path.Combine(folder, "server.db"), clock);
        await using DemoDevice tablet = await DemoDevice.OpenAsync(server, "tablet", "requester-north", Path.Combine(folder, "tablet.db"), clock);
        await using DemoDevice desk = await DemoDevice.OpenAsync(server, "control room", "admin-north", Path.Combine(folder, "desk.db"), clock);
        await new WorkingDay(server, tablet, desk, clock, story).PlayAsync();
        story.EndChapter();
        DemoResult result = await ResultAsync(server, tablet, desk);
        story.Conclude(result);
        return result.IsSound;
    }

    private static async Task<DemoResult> ResultAsync(DemoServer server, DemoDevice tablet, DemoDevice desk)
    {
        await using AsyncServiceScope scope = server.Services.CreateAsyncScope();
        return new DemoResult(
            [
                await HeldState.OfServerAsync(scope.ServiceProvider.GetRequiredService<PtwDbContext>(), "north"),
                await HeldState.OfDeviceAsync(tablet),
                await HeldState.OfDeviceAsync(desk),
            ],
            tablet.Merged + desk.Merged,
            tablet.Conflicts + desk.Conflicts,
            await tablet.UnsettledAsync() + await desk.UnsettledAsync());
    }
}
