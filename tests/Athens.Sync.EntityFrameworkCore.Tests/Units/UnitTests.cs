using System.Text.Json;
using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.EntityFrameworkCore.Tests.Work;
using Athens.Sync.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.EntityFrameworkCore.Tests.Units;

/// <summary>Units of the engine over an app's context: what they share with the app's rules, and how they fail.</summary>
public abstract class UnitTests(ITestDatabase database) : WorkTest(database)
{
    private static readonly EntityId SheetId = new("sheet", "s1");
    private static readonly Guid LineKey = Guid.Parse("0190a000-0000-7000-8000-000000000001");

    [Fact]
    public async Task Update_OfTheEngine_LeavesWhatItDoesNotKnow()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await SaveAsync(context => context.Sheets.Single().Views = 7);
        await EditAsync("title", "Second");

        await using WorkContext context = NewContext();
        Sheet sheet = context.Sheets.Single();
        Assert.Equal((7, "Second", 2, "Delft"), (sheet.Views, sheet.Title, sheet.Version, sheet.Place!.City));
    }

    [Theory]
    [InlineData("""{"street":"Quay 2","city":"Leiden"}""")]
    [InlineData("null")]
    public async Task Update_OfAnOwnedPart_IsStored(string place)
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await StageAsync(sheet => sheet with { Version = 2, State = sheet.State.With("place", JsonElement.Parse(place)) });

        Assert.Equal(place, (await ReadAsync("sheet", "s1")).State["place"].GetRawText());
        Assert.Equal("2:s1 v2, at 2", await FeedAsync());
    }

    [Fact]
    public async Task Row_HiddenByAFilter_IsFoundAndChanged()
    {
        await SaveAsync(context => context.Add(NewSheet("s1", "hidden")));
        await EditAsync("title", "Second");

        Assert.Equal("2:s1 v2, at 2", await FeedAsync("hidden"));
        Assert.Equal("Second", (await PageAsync("hidden")).Entries.Single().Entity.State["title"].GetString());
    }

    [Fact]
    public async Task AppAndEngine_InTurn_ShareOneVersionAndOneFeed()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await EditAsync("title", "Second");
        await SaveAsync(context => context.Sheets.Single().Title = "Third");
        await StageAsync(sheet => sheet with { Version = 4, IsDeleted = true });
        await SaveAsync(context => context.Add(NewSheet("s1")));

        Assert.Equal("5:s1 v5, at 5", await FeedAsync());
    }

    [Fact]
    public async Task Rule_ThatWritesThroughTheContext_IsPartOfTheUnit()
    {
        await SaveAsync(context => context.AddRange(NewSheet("s1"), NewSheet("s2"), new Line { Id = LineKey, SheetId = "s1", Text = "Open" }));
        await Store.ExecuteAsync(async (transaction, token) =>
        {
            ServerEntity sheet = (await transaction.LockAsync([SheetId], token))[SheetId];
            transaction.Stage(sheet with { Version = 2, State = sheet.State.With("title", JsonSerializer.SerializeToElement("Closed")) });
            await transaction.SaveAsync(token);
            WorkContext context = transaction.Services.GetRequiredService<WorkContext>();
            Assert.Equal("Closed", (await context.Sheets.SingleAsync(s => s.Id == "s1", token)).Title);
            context.Lines.Single().Text = "Closed with it";
            context.Remove(await context.Sheets.SingleAsync(s => s.Id == "s2", token));
            return true;
        });

        Assert.Equal($"4:s1 v2, 5:s2 v2 deleted, 6:{LineKey} v2, at 6", await FeedAsync());
    }

    [Fact]
    public async Task Rule_ThatChangesWhatIsStaged_IsNotMixedWithIt()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));

        StoreException failure = await Assert.ThrowsAsync<StoreException>(() => Store.ExecuteAsync(async (transaction, token) =>
        {
            ServerEntity sheet = (await transaction.LockAsync([SheetId], token))[SheetId];
            WorkContext context = transaction.Services.GetRequiredService<WorkContext>();
            (await context.Sheets.SingleAsync(token)).Body = "By other code";
            await context.SaveChangesAsync(token);
            transaction.Stage(sheet with { Version = 2, State = sheet.State.With("title", JsonSerializer.SerializeToElement("By the engine")) });
            return true;
        }));

        Assert.Equal(StoreFailure.Constraint, failure.Failure);
        Assert.Equal("1:s1 v1, at 1", await FeedAsync());
    }

    [Fact]
    public async Task Data_ThatBreaksARuleOfTheDatabase_IsTold()
    {
        var line = new ServerEntity { Id = new EntityId("line", LineKey.ToString()), Scope = "north", Version = 1, State = FieldValues.Parse("""{"sheet_id":"none","text":""}""") };
        StoreException failure = await Assert.ThrowsAsync<StoreException>(() => Store.ExecuteAsync((transaction, _) =>
        {
            transaction.Stage(line);
            return Task.FromResult(true);
        }));

        Assert.Equal((StoreFailure.Constraint, false), (failure.Failure, failure.IsTransient));
        Assert.Equal("at 0", await FeedAsync());
    }

    [Fact]
    public async Task Delete_OfAParentWithChildren_IsToldAsABrokenRule()
    {
        await SaveAsync(context => context.Add(new Ticket { Project = "north", Entries = { new TicketEntry() } }));

        StoreException failure = await Assert.ThrowsAsync<StoreException>(() => Store.ExecuteAsync(async (transaction, token) =>
        {
            var id = new EntityId("ticket", "1");
            ServerEntity ticket = (await transaction.LockAsync([id], token))[id];
            transaction.Stage(ticket with { Version = 2, IsDeleted = true });
            return true;
        }));

        Assert.Equal(StoreFailure.Constraint, failure.Failure);
    }

    [Fact]
    public async Task Delete_OfAParentWhoseChildIsChanged_IsToldAsABrokenRule()
    {
        await SaveAsync(context => context.Add(new Ticket { Project = "north", Entries = { new TicketEntry() } }));

        StoreException failure = await Assert.ThrowsAsync<StoreException>(() => Store.ExecuteAsync(async (transaction, token) =>
        {
            IReadOnlyDictionary<EntityId, ServerEntity> both = await transaction.LockAsync([new EntityId("ticket", "1"), new EntityId("ticket_entry", "1")], token);
            transaction.Stage(both[new EntityId("ticket", "1")] with { Version = 2, IsDeleted = true });
            return true;
        }));

        Assert.Equal(StoreFailure.Constraint, failure.Failure);
    }

    [Fact]
    public async Task Delete_OfParentAndChildInAnyOrder_IsStored()
    {
        await SaveAsync(context => context.Add(new Ticket { Project = "north", Entries = { new TicketEntry() } }));
        await Store.ExecuteAsync(async (transaction, token) =>
        {
            foreach (ServerEntity entity in (await transaction.LockAsync([new EntityId("ticket", "1"), new EntityId("ticket_entry", "1")], token)).Values)
                transaction.Stage(entity with { Version = 2, IsDeleted = true });
            return true;
        });

        Assert.Equal("3:1 v2 deleted, 4:1 v2 deleted, at 4", await FeedAsync());
    }

    [Fact]
    public async Task Unit_ThatLosesARace_RunsAgainWithAFreshContext()
    {
        var contexts = new HashSet<WorkContext>();
        int result = await Store.ExecuteAsync((transaction, _) =>
        {
            contexts.Add(transaction.Services.GetRequiredService<WorkContext>());
            return contexts.Count < 3 ? throw new StoreException(StoreFailure.Busy, "Again.") : Task.FromResult(contexts.Count);
        });

        Assert.Equal(3, result);
    }

    [Fact]
    public async Task Unit_ThatLosesEveryRace_IsGivenUp()
    {
        int runs = 0;
        StoreException failure = await Assert.ThrowsAsync<StoreException>(() => Store.ExecuteAsync<int>((_, _) =>
        {
            runs++;
            throw new StoreException(StoreFailure.Busy, "Again.");
        }));

        Assert.True(failure.IsTransient);
        Assert.Equal(16, runs);
    }

    [Fact]
    public async Task Unit_UsedAfterItsOrder_IsRefused()
    {
        await Store.ExecuteAsync(async (transaction, token) =>
        {
            await transaction.LockAsync([SheetId], token);
            await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.ClaimAsync([], token));
            await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.ReadMarkAsync(new DeviceKey("", "ann", "d1"), token));
            return true;
        });
    }

    [Theory]
    [InlineData("line", "no uuid")]
    [InlineData("line", "0190A000-0000-7000-8000-000000000001")]
    [InlineData("ticket", "01")]
    [InlineData("ticket", "99999999999999999999")]
    public async Task Key_ThatIsNoneOfItsType_IsNotFound(string type, string key)
    {
        await SaveAsync(context => context.AddRange(NewSheet("s1"), new Line { Id = LineKey, SheetId = "s1" }, new Ticket { Project = "north" }));

        Assert.Empty(await Store.ExecuteAsync((transaction, token) => transaction.LockAsync([new EntityId(type, key)], token)));
    }

    [Fact]
    public async Task Row_DeletedPastTheChangeTracker_IsToldAsGone()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await using WorkContext context = NewContext();
        await context.Sheets.ExecuteDeleteAsync();

        Assert.Equal("1:s1 v1 deleted, at 1", await FeedAsync());
        await SaveAsync(other => other.Add(NewSheet("s1")));
        Assert.Equal("2:s1 v2, at 2", await FeedAsync());
    }

    private Task<bool> EditAsync(string field, string value) =>
        StageAsync(sheet => sheet with { Version = sheet.Version + 1, State = sheet.State.With(field, JsonSerializer.SerializeToElement(value)) });

    private Task<bool> StageAsync(Func<ServerEntity, ServerEntity> change) => Store.ExecuteAsync(async (transaction, token) =>
    {
        transaction.Stage(change((await transaction.LockAsync([SheetId], token))[SheetId]));
        return true;
    });

    public sealed class OnSqlite() : UnitTests(new SqliteDatabase());

    [Collection(PostgresTests.Name)]
    public sealed class OnPostgres(PostgresServer server) : UnitTests(server.NewDatabase());

    public sealed class OnSqliteByEf() : UnitTests(new WrittenByEf(new SqliteDatabase()));

    [Collection(PostgresTests.Name)]
    public sealed class OnPostgresByEf(PostgresServer server) : UnitTests(new WrittenByEf(server.NewDatabase()));
}
