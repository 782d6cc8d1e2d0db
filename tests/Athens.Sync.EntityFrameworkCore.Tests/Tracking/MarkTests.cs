using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.EntityFrameworkCore.Tests.Work;
using Athens.Sync.Server;
using Athens.Sync.Wire;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.EntityFrameworkCore.Tests.Tracking;

/// <summary>Writes that pass by the change tracker reach devices once they are marked.</summary>
public abstract class MarkTests(ITestDatabase database) : WorkTest(database)
{
    private const string InsertSheet = """INSERT INTO "Sheets" ("Id", "Project", "Title", "Body", "Tags", "Views", "Version") VALUES ('s1', 'north', 'Raw', '', '[]', 0, 0)""";

    private static readonly Guid LineId = Guid.Parse("0190a000-0000-7000-8000-000000000001");

    [Fact]
    public async Task ExecuteUpdate_Marked_ReachesADeviceThatHasTheRest()
    {
        await SaveAsync(context => context.AddRange(NewSheet("s1"), NewSheet("s2"), NewSheet("s3")));
        string? checkpoint = (await PullAsync(null)).Checkpoint;

        Assert.Equal(2, await TransactAsync(async context =>
        {
            await context.Sheets.Where(s => s.Id != "s2").ExecuteUpdateAsync(row => row.SetProperty(s => s.Title, "By the night's job"));
            return await context.MarkChangedAsync<Sheet>(s => s.Title == "By the night's job");
        }));

        PullResponse page = await PullAsync(checkpoint);
        Assert.Equal(["s1 v2", "s3 v2"], page.Changes.Select(c => $"{c.ServerId} v{c.Version}"));
        Assert.All(page.Changes, c => Assert.Equal("By the night's job", c.Data!["title"].GetString()));
        Assert.Equal("2:s2 v1, 4:s1 v2, 5:s3 v2, at 5", await FeedAsync());
    }

    [Fact]
    public async Task RawInsert_Marked_IsInTheFeed()
    {
        await TransactAsync(async context =>
        {
            await context.Database.ExecuteSqlRawAsync(InsertSheet);
            return await context.MarkChangedAsync<Sheet>(s => s.Id == "s1");
        });

        Assert.Equal("1:s1 v1, at 1", await FeedAsync());
        await SaveAsync(context => context.Sheets.Single().Title = "Tracked");
        Assert.Equal("2:s1 v2, at 2", await FeedAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RawInsert_WhereOneWasDeleted_GoesOnFromTheTombstone(bool inOneTransaction)
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        if (!inOneTransaction)
            await SaveAsync(context => context.Remove(context.Sheets.Single()));
        await TransactAsync(async context =>
        {
            if (inOneTransaction)
                await context.DeleteMarkedAsync<Sheet>(s => s.Id == "s1");
            await context.Database.ExecuteSqlRawAsync(InsertSheet);
            return await context.MarkChangedAsync<Sheet>(s => s.Id == "s1");
        });

        Assert.EndsWith(":s1 v3, at " + (inOneTransaction ? 2 : 3), await FeedAsync(), StringComparison.Ordinal);
        Assert.Equal(3, (await ReadAsync("sheet", "s1")).Version);
    }

    [Fact]
    public async Task Mark_AfterSavesInOneTransaction_TellsTheLastVersion()
    {
        await TransactAsync(async context =>
        {
            context.Add(NewSheet("s1"));
            await context.SaveChangesAsync();
            await context.Sheets.ExecuteUpdateAsync(row => row.SetProperty(s => s.Body, "Past it"));
            await context.MarkChangedAsync<Sheet>(s => s.Version == 1);
            context.ChangeTracker.Clear();
            context.Sheets.Single().Title = "After it";
            return await context.SaveChangesAsync();
        });

        Assert.Equal("1:s1 v3, at 1", await FeedAsync());
        Assert.Equal("Past it", (await PageAsync()).Entries.Single().Entity.State["body"].GetString());
    }

    [Fact]
    public async Task Mark_OfARowThatTheContextTracks_MakesItsNextSaveAConflict()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => TransactAsync(async context =>
        {
            Sheet sheet = context.Sheets.Single();
            await context.Sheets.ExecuteUpdateAsync(row => row.SetProperty(s => s.Title, "Past it"));
            await context.MarkChangedAsync<Sheet>(s => true);
            sheet.Title = "Has not seen it";
            return await context.SaveChangesAsync();
        }));

        Assert.Equal("1:s1 v1, at 1", await FeedAsync());
    }

    [Fact]
    public async Task Mark_OfAnotherScope_TakesTheRowAndItsChildrenThere()
    {
        await SaveAsync(context => context.AddRange(NewSheet("s1"), new Line { Id = LineId, SheetId = "s1" }));
        await TransactAsync(async context =>
        {
            await context.Sheets.ExecuteUpdateAsync(row => row.SetProperty(s => s.Project, "hidden"));
            return await context.MarkChangedAsync<Sheet>(s => s.Project == "hidden");
        });

        Assert.Equal($"3:s1 v2 left, 4:{LineId} v1 left, at 4", await FeedAsync());
        Assert.Equal($"1:s1 v2, 2:{LineId} v1, at 2", await FeedAsync("hidden"));
    }

    [Fact]
    public async Task Mark_StampsTheFieldsThatMergeByTime()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        Time.Advance(TimeSpan.FromHours(1));
        await TransactAsync(context => context.MarkChangedAsync<Sheet>(s => s.Id == "s1"));

        Assert.Equal(Time.GetUtcNow(), (await ReadAsync("sheet", "s1")).Stamps["title"].At);
    }

    public static TheoryData<string> WaysOut() => ["rolled back", "abandoned", "to a savepoint"];

    [Theory]
    [MemberData(nameof(WaysOut))]
    public async Task Mark_NotCommitted_LeavesNothing(string way)
    {
        await SaveAsync(context => context.AddRange(NewSheet("s1"), NewSheet("s2")));
        await using (WorkContext context = NewContext())
        {
            await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync();
            await transaction.CreateSavepointAsync("start");
            await context.Sheets.ExecuteUpdateAsync(row => row.SetProperty(s => s.Title, "Undone"));
            await context.MarkChangedAsync<Sheet>(s => s.Id == "s1");
            await context.DeleteMarkedAsync<Sheet>(s => s.Id == "s2");
            if (way == "rolled back")
                await transaction.RollbackAsync();
            if (way == "to a savepoint")
            {
                await transaction.RollbackToSavepointAsync("start");
                await transaction.CommitAsync();
            }
        }

        Assert.Equal("1:s1 v1, 2:s2 v1, at 2", await FeedAsync());
        await SaveAsync(context => context.Sheets.Single(s => s.Id == "s1").Title = "Second");
        Assert.Equal("2:s2 v1, 3:s1 v2, at 3", await FeedAsync());
    }

    [Fact]
    public async Task Mark_ByTwoWriters_IsOneAfterTheOther()
    {
        const int Each = 5;
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await Task.WhenAll(Enumerable.Range(0, 2).Select(writer => Task.Run(async () =>
        {
            for (int n = 0; n < Each; n++)
            {
                await TransactAsync(async context =>
                {
                    await context.Sheets.ExecuteUpdateAsync(row => row.SetProperty(s => s.Views, s => s.Views + 1));
                    return await context.MarkChangedAsync<Sheet>(s => s.Id == "s1");
                });
            }
        })));

        Assert.Equal("11:s1 v11, at 11", await FeedAsync());
    }

    [Fact]
    public async Task Mark_ByARule_IsPartOfTheUnit()
    {
        await SaveAsync(context => context.AddRange(NewSheet("s1"), NewSheet("s2")));
        await Store.ExecuteAsync(async (transaction, token) =>
        {
            ServerEntity sheet = (await transaction.LockAsync([new EntityId("sheet", "s1")], token)).Single().Value;
            transaction.Stage(sheet with { Version = 2, State = sheet.State.With("title", System.Text.Json.JsonSerializer.SerializeToElement("Closed")) });
            WorkContext context = transaction.Services.GetRequiredService<WorkContext>();
            await context.Sheets.Where(s => s.Id == "s2").ExecuteUpdateAsync(row => row.SetProperty(s => s.Title, "Closed with it"), token);
            return await context.MarkChangedAsync<Sheet>(s => s.Id == "s2", token);
        });

        Assert.Equal("3:s2 v2, 4:s1 v2, at 4", await FeedAsync());
    }

    [Fact]
    public async Task Mark_OfARowInNoScope_KeepsTheTransactionFromCommitting()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await using (WorkContext context = NewContext())
        {
            await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync();
            await context.Sheets.ExecuteUpdateAsync(row => row.SetProperty(s => s.Project, ""));
            Assert.Contains("has no Project", (await Assert.ThrowsAsync<InvalidOperationException>(() => context.MarkChangedAsync<Sheet>(s => true))).Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.CommitAsync());
        }

        Assert.Equal("1:s1 v1, at 1", await FeedAsync());
    }

    [Fact]
    public async Task Mark_WithoutATransaction_IsRefusedByName()
    {
        await using WorkContext context = NewContext();
        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => context.MarkChangedAsync<Sheet>(s => true));
        Assert.Contains("A Sheet is written past the change tracker without a transaction", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mark_OfAnEntityThatIsNotSynced_IsRefusedByName()
    {
        await using WorkContext context = NewContext();
        ArgumentException refusal = await Assert.ThrowsAsync<ArgumentException>(() => context.MarkChangedAsync<Setting>(s => true));
        Assert.Contains("Setting is not a synced entity", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeleteMarked_LeavesTombstonesWithTheirState()
    {
        await SaveAsync(context => context.AddRange(NewSheet("s1"), NewSheet("s2"), NewSheet("s3")));
        string? checkpoint = (await PullAsync(null)).Checkpoint;
        Assert.Equal(2, await TransactAsync(context => context.DeleteMarkedAsync<Sheet>(s => s.Id != "s3")));

        Assert.Equal("3:s3 v1, 4:s1 v2 deleted, 5:s2 v2 deleted, at 5", await FeedAsync());
        Assert.Equal("First", (await PageAsync()).Entries[1].Entity.State["title"].GetString());
        Assert.Equal([("s1", true), ("s2", true)], (await PullAsync(checkpoint)).Changes.Select(c => (c.ServerId, c.Deleted)));
    }

    private async Task<int> TransactAsync(Func<WorkContext, Task<int>> work)
    {
        await using WorkContext context = NewContext();
        await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync();
        int count = await work(context);
        await transaction.CommitAsync();
        return count;
    }

    private Task<PullResponse> PullAsync(string? checkpoint) => Services.GetRequiredService<SyncServer>().PullAsync(
        new PullRequest { Scope = "north", Checkpoint = checkpoint },
        new SyncCaller { User = "ann", Scopes = ["north"] });

    public sealed class OnSqlite() : MarkTests(new SqliteDatabase());

    [Collection(PostgresTests.Name)]
    public sealed class OnPostgres(PostgresServer server) : MarkTests(server.NewDatabase());
}
