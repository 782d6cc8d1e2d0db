using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.EntityFrameworkCore.Tests.Work;
using Athens.Sync.Wire;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Triggers;

/// <summary>Raw writers, the app's own saves and devices at once: a device that only ever pulls forward comes to hold what the database holds.</summary>
public abstract class TriggerLoadTests(ITestDatabase database) : RawTest(database)
{
    private const int Sheets = 8;
    private const int Rounds = 25;

    [Fact]
    public async Task RawWritesBesideSavesAndPulls_AreAllSeen_AndVersionsOnlyRise()
    {
        await SaveAsync(context => context.AddRange(Enumerable.Range(0, Sheets).Select(n => NewSheet($"s{n}"))));
        var held = new Dictionary<string, PulledEntity>();
        using var done = new CancellationTokenSource();
        Task<string?> reader = Task.Run(() => ReadAsync(held, done.Token));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() => WriteAsync(writer))));
        await done.CancelAsync();
        await ApplyAsync(held, await reader);

        Dictionary<string, string> stored = await QueryAsync(context => context.Sheets.ToDictionaryAsync(s => s.Id, s => s.Title));
        Assert.Equal(stored.OrderBy(s => s.Key), held.Where(h => !h.Value.Deleted).ToDictionary(h => h.Key, h => h.Value.Data!["title"].GetString()!).OrderBy(s => s.Key));
        Assert.Equal(0, await MarksAsync());
    }

    private async Task WriteAsync(int writer)
    {
        for (int n = 0; n < Rounds; n++)
        {
            string id = $"s{(writer + n) % Sheets}";
            int kind = (writer + n) % 4;
            Func<Task> write = kind switch
            {
                0 => () => SaveAsync(context => context.Sheets.Single(s => s.Id == id).Title = $"tracked {writer} {n}"),
                1 when n % 5 == 0 => () => RawAsync($"DELETE FROM \"Sheets\" WHERE \"Id\" = '{id}'; INSERT INTO \"Sheets\" (\"Id\", \"Project\", \"Title\", \"Body\", \"Tags\", \"Views\") VALUES ('{id}', 'north', 'again {writer} {n}', '', '[]', 0)"),
                _ => () => RawAsync($"UPDATE \"Sheets\" SET \"Title\" = 'raw {writer} {n}' WHERE \"Id\" = '{id}'"),
            };
            await TryAsync(write);
        }
    }

    /// <summary>What loses a race is not written; the device must hold what was.</summary>
    private static async Task TryAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception exception) when (exception is DbUpdateException or System.Data.Common.DbException or InvalidOperationException)
        {
        }
    }

    private async Task<string?> ReadAsync(Dictionary<string, PulledEntity> held, CancellationToken done)
    {
        string? checkpoint = null;
        while (!done.IsCancellationRequested)
            checkpoint = await ApplyAsync(held, checkpoint);
        return checkpoint;
    }

    private async Task<string?> ApplyAsync(Dictionary<string, PulledEntity> held, string? checkpoint)
    {
        PullResponse page = await PullAsync(checkpoint);
        foreach (PulledEntity change in page.Changes)
        {
            Assert.True(!held.TryGetValue(change.ServerId, out PulledEntity? before) || before.Version < change.Version, $"{change.ServerId} went from {before?.Version} to {change.Version}.");
            held[change.ServerId] = change;
        }
        return page.Checkpoint;
    }

    public sealed class OnSqlite() : TriggerLoadTests(new SqliteDatabase());

    [Collection(PostgresTests.Name)]
    public sealed class OnPostgres(PostgresServer server) : TriggerLoadTests(server.NewDatabase());
}
