using System.Data.Common;
using System.Transactions;
using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.EntityFrameworkCore.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Tests.Tracking;

/// <summary>The feed tells what was committed, all of it and nothing else; what the engine cannot see committing is refused by name.</summary>
public abstract class TransactionTests(ITestDatabase database) : WorkTest(database)
{
    private static readonly Guid LineId = Guid.Parse("0190a000-0000-7000-8000-000000000001");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Explicit_SeveralSaves_EnterTheFeedAtTheCommit(bool isAsync)
    {
        await using WorkContext context = NewContext();
        await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync();
        Sheet sheet = NewSheet("s1");
        context.Add(sheet);
        await context.SaveChangesAsync();
        sheet.Title = "Second";
        context.Add(NewSheet("s2"));
        context.SaveChanges();
        sheet.Title = "Third";
        await context.SaveChangesAsync();
        Assert.Equal("at 0", await FeedAsync());

        if (isAsync)
            await transaction.CommitAsync();
        else
            transaction.Commit();

        Assert.Equal(3, sheet.Version);
        Assert.Equal("1:s1 v3, 2:s2 v1, at 2", await FeedAsync());
    }

    [Fact]
    public async Task Explicit_AddedAndDeleted_LeavesATombstone()
    {
        await using WorkContext context = NewContext();
        await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync();
        Sheet sheet = NewSheet("s1");
        context.Add(sheet);
        await context.SaveChangesAsync();
        context.Remove(sheet);
        await context.SaveChangesAsync();
        await transaction.CommitAsync();

        Assert.Equal("1:s1 v2 deleted, at 1", await FeedAsync());
    }

    [Fact]
    public async Task Explicit_RolledBack_LeavesNothing()
    {
        await using (WorkContext context = NewContext())
        {
            await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync();
            context.Add(NewSheet("s1"));
            await context.SaveChangesAsync();
            await transaction.RollbackAsync();
            context.Add(NewSheet("s2"));
            await context.SaveChangesAsync();
        }
        await using (WorkContext context = NewContext())
        {
            await using IDbContextTransaction abandoned = await context.Database.BeginTransactionAsync();
            context.Add(NewSheet("s3"));
            await context.SaveChangesAsync();
        }
        await SaveAsync(context => context.Add(NewSheet("s4")));

        Assert.Equal("1:s2 v1, 2:s4 v1, at 2", await FeedAsync());
    }

    public static TheoryData<string, Func<IDbContextTransaction, Task>> WaysOut() => new()
    {
        { "rolled back", transaction => transaction.RollbackAsync() },
        { "abandoned", _ => Task.CompletedTask },
        { "to a savepoint", async transaction =>
            {
                await transaction.RollbackToSavepointAsync("start");
                await transaction.CommitAsync();
            }
        },
    };

    /// <summary>The version that was rolled back is given out again, and must not be taken for one that the context has read.</summary>
    [Theory]
    [MemberData(nameof(WaysOut))]
    public async Task Explicit_NotCommitted_LeavesNoVersionToOverwriteWith(string how, Func<IDbContextTransaction, Task> end)
    {
        ArgumentNullException.ThrowIfNull(end);
        await SaveAsync(other => other.AddRange(NewSheet("s1"), new Line { Id = LineId, SheetId = "s1" }));
        await using WorkContext context = NewContext();
        Sheet sheet = context.Sheets.Single();
        Line line = context.Lines.Single();
        Sheet added = NewSheet("s2");
        await using (IDbContextTransaction transaction = await context.Database.BeginTransactionAsync())
        {
            await transaction.CreateSavepointAsync("start");
            (sheet.Title, line.Text) = (how, how);
            await context.SaveChangesAsync();
            sheet.Title = how + " again";
            context.Add(added);
            await context.SaveChangesAsync();
            Assert.Equal((3, 1), (sheet.Version, added.Version));
            await end(transaction);
        }
        foreach (Action<WorkContext> change in new Action<WorkContext>[] { c => c.Sheets.Single().Title = "Theirs", c => c.Sheets.Single().Title = "Theirs again", c => c.Lines.Single().Text = "Theirs", c => c.Add(NewSheet("s2")) })
            await SaveAsync(change);

        foreach (Action change in new Action[] { () => sheet.Body = "Mine", () => line.Text = "Mine", () => added.Body = "Mine" })
        {
            change();
            DbUpdateConcurrencyException conflict = await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => context.SaveChangesAsync());
            await conflict.Entries[0].ReloadAsync();
        }

        Assert.Equal($"4:s1 v3, 5:{LineId} v2, 6:s2 v1, at 6", await FeedAsync());
    }

    [Fact]
    public async Task Explicit_RolledBackAndDoneAgain_GoesOnFromTheRow()
    {
        await SaveAsync(other => other.Add(NewSheet("s1")));
        await using WorkContext context = NewContext();
        Sheet sheet = context.Sheets.Single();
        foreach (bool commit in new[] { false, false, true })
        {
            await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync();
            sheet.Title = $"Second {commit}";
            sheet.Body += "!";
            await context.SaveChangesAsync();
            if (commit)
                await transaction.CommitAsync();
        }

        Assert.Equal(2, sheet.Version);
        Assert.Equal("2:s1 v2, at 2", await FeedAsync());
    }

    [Fact]
    public async Task Savepoint_RolledBack_DropsWhatWasWrittenAfterIt()
    {
        await SaveAsync(context => context.AddRange(NewSheet("kept"), NewSheet("undone"), NewSheet("deleted"), NewSheet("alive")));
        await using WorkContext context = NewContext();
        await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync();
        context.Sheets.Single(s => s.Id == "kept").Title = "Kept";
        context.Remove(context.Sheets.Single(s => s.Id == "deleted"));
        await context.SaveChangesAsync();
        await transaction.CreateSavepointAsync("here");
        context.Sheets.Single(s => s.Id == "kept").Title = "Undone";
        context.Sheets.Single(s => s.Id == "undone").Title = "Undone";
        context.Remove(context.Sheets.Single(s => s.Id == "alive"));
        context.Add(NewSheet("new"));
        await context.SaveChangesAsync();
        context.Remove(context.Sheets.Single(s => s.Id == "new"));
        await context.SaveChangesAsync();
        await transaction.RollbackToSavepointAsync("here");
        await transaction.CommitAsync();

        Assert.Equal("2:undone v1, 4:alive v1, 5:kept v2, 6:deleted v2 deleted, at 6", await FeedAsync());
    }

    [Fact]
    public async Task Savepoint_RolledBackAndWrittenAgain_TellsTheSecondWrite()
    {
        await using WorkContext context = NewContext();
        await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync();
        await transaction.CreateSavepointAsync("here");
        context.Add(NewSheet("s1"));
        await context.SaveChangesAsync();
        await transaction.RollbackToSavepointAsync("here");
        context.ChangeTracker.Clear();
        context.AddRange(NewSheet("s1"), NewSheet("s2"));
        await context.SaveChangesAsync();
        await transaction.CommitAsync();

        Assert.Equal("1:s1 v1, 2:s2 v1, at 2", await FeedAsync());
    }

    [Fact]
    public async Task Explicit_FailedSave_LeavesTheRestOfTheTransaction()
    {
        await SaveAsync(context => context.Add(NewSheet("taken")));
        await using WorkContext context = NewContext();
        await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync();
        context.Add(NewSheet("before"));
        await context.SaveChangesAsync();
        context.AddRange(NewSheet("aaa"), NewSheet("taken"));
        await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());
        context.ChangeTracker.Clear();
        context.Add(NewSheet("after"));
        await context.SaveChangesAsync();
        await transaction.CommitAsync();

        Assert.Equal("1:taken v1, 2:before v1, 3:after v1, at 3", await FeedAsync());
    }

    [Fact]
    public async Task Explicit_FailedSaveWithoutSavepoints_CannotBeCommitted()
    {
        await SaveAsync(context => context.Add(NewSheet("taken")));
        await using WorkContext context = NewContext();
        context.Database.AutoSavepointsEnabled = false;
        await using (IDbContextTransaction transaction = await context.Database.BeginTransactionAsync())
        {
            context.AddRange(NewSheet("aaa"), NewSheet("taken"));
            await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());
            InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.CommitAsync());
            Assert.Contains("savepoint", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal("1:taken v1, at 1", await FeedAsync());
    }

    [Fact]
    public async Task Explicit_FeedCannotBeWritten_CannotBeCommittedEither()
    {
        await using WorkContext context = NewContext();
        await context.Database.ExecuteSqlRawAsync("ALTER TABLE athens_sync_counters RENAME TO hidden");
        await using (IDbContextTransaction transaction = await context.Database.BeginTransactionAsync())
        {
            context.Add(NewSheet("s1"));
            await context.SaveChangesAsync();
            await Assert.ThrowsAnyAsync<DbException>(() => transaction.CommitAsync());
            await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.CommitAsync());
        }
        await context.Database.ExecuteSqlRawAsync("ALTER TABLE hidden RENAME TO athens_sync_counters");
        await SaveAsync(other => other.Add(NewSheet("s2")));

        Assert.Equal("1:s2 v1, at 1", await FeedAsync());
        Assert.Equal(1, await context.Sheets.CountAsync());
    }

    [Fact]
    public async Task Implicit_FeedCannotBeWritten_SavesNothing()
    {
        await using WorkContext context = NewContext();
        await context.Database.ExecuteSqlRawAsync("ALTER TABLE athens_sync_counters RENAME TO hidden");
        context.Add(NewSheet("s1"));
        await Assert.ThrowsAnyAsync<Exception>(() => context.SaveChangesAsync());
        Assert.Equal(0, await context.Sheets.CountAsync());
        await context.Database.ExecuteSqlRawAsync("ALTER TABLE hidden RENAME TO athens_sync_counters");

        await context.SaveChangesAsync();

        Assert.Equal("1:s1 v1, at 1", await FeedAsync());
    }

    [Theory]
    [InlineData(AutoTransactionBehavior.WhenNeeded)]
    [InlineData(AutoTransactionBehavior.Never)]
    public async Task Implicit_TransactionBehaviour_IsRestored(AutoTransactionBehavior behavior)
    {
        await using WorkContext context = NewContext();
        context.Database.AutoTransactionBehavior = behavior;
        context.Add(NewSheet("s1"));
        await context.SaveChangesAsync();
        Assert.Equal(behavior, context.Database.AutoTransactionBehavior);

        context.ChangeTracker.Clear();
        context.Add(NewSheet("s1"));
        Assert.Throws<DbUpdateException>(() => context.SaveChanges());
        Assert.Equal(behavior, context.Database.AutoTransactionBehavior);

        context.ChangeTracker.Clear();
        context.Add(NewSheet("s2"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => context.SaveChangesAsync(new CancellationToken(canceled: true)));
        Assert.Equal(behavior, context.Database.AutoTransactionBehavior);
        Assert.Equal("1:s1 v1, at 1", await FeedAsync());
    }

    [Fact]
    public async Task Ambient_Transaction_IsRefusedByName()
    {
        await using WorkContext context = NewContext();
        context.Add(NewSheet("s1"));
        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => context.SaveChangesAsync());
            Assert.Contains("Sheet", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("TransactionScope", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal("at 0", await FeedAsync());
    }

    [Fact]
    public async Task Foreign_Transaction_IsRefusedByName()
    {
        await using WorkContext context = NewContext();
        await context.Database.OpenConnectionAsync();
        await using DbTransaction transaction = await context.Database.GetDbConnection().BeginTransactionAsync();
        await context.Database.UseTransactionAsync(transaction);
        context.Add(NewSheet("s1"));

        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => context.SaveChangesAsync());

        Assert.Contains("UseTransaction", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shared_TransactionOfTwoContexts_EntersTheFeedWhole()
    {
        await using WorkContext first = NewContext();
        await using IDbContextTransaction transaction = await first.Database.BeginTransactionAsync();
        await using (WorkContext second = NewContext())
        {
            second.Database.SetDbConnection(first.Database.GetDbConnection());
            await second.Database.UseTransactionAsync(transaction.GetDbTransaction());
            second.Add(NewSheet("s1"));
            await second.SaveChangesAsync();
        }
        first.Add(NewSheet("s2"));
        await first.SaveChangesAsync();
        await transaction.CommitAsync();

        Assert.Equal("1:s1 v1, 2:s2 v1, at 2", await FeedAsync());
    }

    public sealed class OnSqlite() : TransactionTests(new SqliteDatabase());

    [Collection(PostgresTests.Name)]
    public sealed class OnPostgres(PostgresServer server) : TransactionTests(server.NewDatabase());
}
