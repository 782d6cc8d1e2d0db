using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.EntityFrameworkCore.Tests.Work;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Tracking;

/// <summary>A child is where its parent is, however the app wrote the two.</summary>
public abstract class ScopeTests(ITestDatabase database) : WorkTest(database)
{
    private static readonly Guid LineId = Guid.Parse("0190a000-0000-7000-8000-000000000001");

    [Fact]
    public async Task Child_OfAParentSavedBefore_IsInItsScope()
    {
        await SaveAsync(context => context.Add(NewSheet("s1", "south")));
        await SaveAsync(context => context.Add(new Line { Id = LineId, SheetId = "s1" }));

        Assert.Equal($"1:s1 v1, 2:{LineId} v1, at 2", await FeedAsync("south"));
    }

    [Fact]
    public async Task Child_OfAParentHiddenByAFilter_IsInItsScope()
    {
        await SaveAsync(context => context.Add(NewSheet("s1", "hidden")));
        await SaveAsync(context => context.Add(new Line { Id = LineId, SheetId = "s1" }));
        await SaveAsync(context => context.Sheets.IgnoreQueryFilters().Single().Title = "Second");

        Assert.Equal($"2:{LineId} v1, 3:s1 v2, at 3", await FeedAsync("hidden"));
    }

    [Fact]
    public async Task Child_OfAParentThatWasThereBeforeTheEngine_IsInItsScope()
    {
        await using WorkContext context = NewContext();
        await context.Database.ExecuteSqlRawAsync("""INSERT INTO "Sheets" ("Id", "Project", "Title", "Body", "Tags", "Views", "Version") VALUES ('s0', 'south', '', '', '[]', 0, 0)""");
        await SaveAsync(other => other.Add(new Line { Id = LineId, SheetId = "s0" }));
        Assert.Equal($"1:{LineId} v1, at 1", await FeedAsync("south"));
        Assert.Equal(("south", 0), ((await ReadAsync("sheet", "s0")).Scope, (await ReadAsync("sheet", "s0")).Version));

        await SaveAsync(other => other.Sheets.Single().Title = "Known now");

        Assert.Equal($"1:{LineId} v1, 2:s0 v1, at 2", await FeedAsync("south"));
    }

    [Fact]
    public async Task Child_WithoutAParent_IsNotSaved()
    {
        await Assert.ThrowsAsync<DbUpdateException>(() => SaveAsync(context => context.Add(new Line { Id = LineId })));

        await using WorkContext context = NewContext();
        Assert.Equal(0, await context.Lines.CountAsync());
    }

    [Fact]
    public async Task Entity_WithoutAScope_IsRefusedByName()
    {
        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => SaveAsync(context => context.Add(NewSheet("s1", ""))));

        Assert.Contains("The sheet 's1' has no Project", refusal.Message, StringComparison.Ordinal);
        await using WorkContext context = NewContext();
        Assert.Equal(0, await context.Sheets.CountAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task KeysMadeByTheDatabase_OfParentAndChild_AreInTheFeed(bool isExplicit)
    {
        await using WorkContext context = NewContext();
        var ticket = new Ticket { Project = "north", Entries = { new TicketEntry { Text = "One" }, new TicketEntry { Text = "Two" } } };
        context.Add(ticket);
        await using (var transaction = isExplicit ? await context.Database.BeginTransactionAsync() : null)
        {
            await context.SaveChangesAsync();
            if (transaction is not null)
                await transaction.CommitAsync();
        }

        Assert.Equal("1:1 v1, 2:1 v1, 3:2 v1, at 3", await FeedAsync());
        Assert.Equal(["ticket", "ticket_entry", "ticket_entry"], (await PageAsync()).Entries.Select(e => e.Entity.Id.Type));
        Assert.Equal(ticket.Id, (await PageAsync()).Entries[1].Entity.State["ticket_id"].GetInt32());
    }

    [Fact]
    public async Task Move_ByTheApp_TakesChildrenAlong()
    {
        await SaveAsync(context => context.AddRange(NewSheet("s1"), new Line { Id = LineId, SheetId = "s1" }));
        await SaveAsync(context => context.Sheets.Single().Project = "south");

        Assert.Equal($"3:s1 v2 left, 4:{LineId} v1 left, at 4", await FeedAsync());
        Assert.Equal($"1:s1 v2, 2:{LineId} v1, at 2", await FeedAsync("south"));

        await SaveAsync(context => context.Lines.Single().Text = "Edited there");
        Assert.Equal($"1:s1 v2, 3:{LineId} v2, at 3", await FeedAsync("south"));
    }

    [Fact]
    public async Task Move_OfParentAndEditOfChildInOneSave_IsOneEntryEach()
    {
        await SaveAsync(context => context.AddRange(NewSheet("s1"), new Line { Id = LineId, SheetId = "s1" }));
        await SaveAsync(context => (context.Sheets.Single().Project, context.Lines.Single().Text) = ("south", "Edited"));

        Assert.Equal($"3:s1 v2 left, 4:{LineId} v2 left, at 4", await FeedAsync());
        Assert.Equal($"1:s1 v2, 2:{LineId} v2, at 2", await FeedAsync("south"));
    }

    public sealed class OnSqlite() : ScopeTests(new SqliteDatabase());

    [Collection(PostgresTests.Name)]
    public sealed class OnPostgres(PostgresServer server) : ScopeTests(server.NewDatabase());
}
