using Athens.Ptw.Host.Storage;
using Microsoft.Data.Sqlite;
using Spectre.Console;

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
        return await CompareAsync(server, tablet, desk, story);
    }

    private static async Task<bool> CompareAsync(DemoServer server, DemoDevice tablet, DemoDevice desk, DemoStory story)
    {
        await using AsyncServiceScope scope = server.Services.CreateAsyncScope();
        HeldState[] held =
        [
            await HeldState.OfServerAsync(scope.ServiceProvider.GetRequiredService<PtwDbContext>(), "north"),
            await HeldState.OfDeviceAsync(tablet),
            await HeldState.OfDeviceAsync(desk),
        ];
        story.Write(Digests(held));
        int merges = tablet.Merged + desk.Merged;
        int conflicts = tablet.Conflicts + desk.Conflicts;
        story.Line($"{merges} merges, {conflicts} conflicts.");
        bool areEqual = held.Select(state => state.Digest()).Distinct().Count() == 1;
        story.Line(areEqual ? "All three hold the same." : "They do not hold the same.");
        return areEqual && merges > 0 && conflicts > 0 && await tablet.WaitingAsync() + await desk.WaitingAsync() == 0;
    }

    private static Table Digests(IEnumerable<HeldState> held)
    {
        Table table = new Table().Title("[bold]what each holds[/]").AddColumns("who", "entities", "SHA-256 of the canonical state").Border(TableBorder.Rounded);
        foreach (HeldState state in held)
            table.AddRow(state.Holder, $"{state.Entities.Count}", state.Digest());
        return table;
    }
}
