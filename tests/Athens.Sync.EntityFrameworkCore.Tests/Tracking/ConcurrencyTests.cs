using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.EntityFrameworkCore.Tests.Work;
using Athens.Sync.Server;

namespace Athens.Sync.EntityFrameworkCore.Tests.Tracking;

/// <summary>Many writers at once: app code, explicit transactions and engine units together.</summary>
public abstract class ConcurrencyTests(ITestDatabase database) : WorkTest(database)
{
    private const int Writers = 16;
    private const int Each = 6;

    [Fact]
    public async Task Writers_InParallel_LeaveNoGapAndMissNothing()
    {
        Task writers = Task.WhenAll(Enumerable.Range(0, Writers).Select(number => Task.Run(() => WriteAsync(number))));

        var seen = new Dictionary<string, long>();
        long position = 0;
        while (position < Writers * Each)
        {
            if (writers.IsFaulted)
                await writers;
            FeedPage page = await PageAsync(after: position);
            foreach (FeedEntry entry in page.Entries)
                seen[entry.Entity.Id.Key] = entry.Entity.Version;
            position = page.ReadThrough;
        }
        await writers;

        Assert.Equal(Writers, seen.Count);
        Assert.All(seen.Values, version => Assert.Equal(Each, version));
        Assert.Equal(Writers * Each, (await PageAsync()).Counter);
    }

    private async Task WriteAsync(int number)
    {
        string key = $"s{number}";
        await SaveAsync(context => context.Add(NewSheet(key)));
        for (int n = 1; n < Each; n++)
        {
            if ((number + n) % 3 == 0)
                await EngineAsync(key, n);
            else if ((number + n) % 3 == 1)
                await SaveAsync(context => context.Sheets.Single(s => s.Id == key).Title = $"Edit {n}");
            else
                await TransactionAsync(key, n);
        }
    }

    private async Task TransactionAsync(string key, int n)
    {
        await using WorkContext context = NewContext();
        await using var transaction = await context.Database.BeginTransactionAsync();
        context.Sheets.Single(s => s.Id == key).Title = $"Edit {n}";
        await context.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    private Task<bool> EngineAsync(string key, int n) => Store.ExecuteAsync(async (transaction, token) =>
    {
        ServerEntity sheet = (await transaction.LockAsync([new EntityId("sheet", key)], token)).Single().Value;
        transaction.Stage(sheet with { Version = sheet.Version + 1, State = sheet.State.With("title", System.Text.Json.JsonSerializer.SerializeToElement($"Edit {n}")) });
        return true;
    });

    public sealed class OnSqlite() : ConcurrencyTests(new SqliteDatabase());

    [Collection(PostgresTests.Name)]
    public sealed class OnPostgres(PostgresServer server) : ConcurrencyTests(server.NewDatabase());
}
