using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.EntityFrameworkCore.Tests.Work;
using Athens.Sync.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Athens.Sync.EntityFrameworkCore.Tests.Tracking;

/// <summary>What the app deletes leaves a tombstone with the state before the delete.</summary>
public abstract class TombstoneTests(ITestDatabase database) : WorkTest(database)
{
    [Fact]
    public async Task Delete_OfAnEditedObject_KeepsTheStateOfTheRow()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await SaveAsync(context =>
        {
            Sheet sheet = context.Sheets.Single();
            (sheet.Title, sheet.Place!.City, sheet.Project) = ("Never saved", "Nowhere", "south");
            context.Remove(sheet);
        });

        ServerEntity tombstone = await ReadAsync("sheet", "s1");

        Assert.True(tombstone.IsDeleted);
        Assert.Equal((2, "north", "First"), (tombstone.Version, tombstone.Scope, tombstone.State["title"].GetString()));
        Assert.Equal("""{"street":"Quay 1","city":"Delft"}""", tombstone.State["place"].GetRawText());
        Assert.Equal("2:s1 v2 deleted, at 2", await FeedAsync());
    }

    [Fact]
    public async Task Delete_OfAStub_KeepsTheStateOfTheRow()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await SaveAsync(context => context.Remove(new Sheet { Id = "s1", Version = 1 }));

        Assert.Equal("First", (await ReadAsync("sheet", "s1")).State["title"].GetString());
    }

    [Theory]
    [InlineData(CascadeTiming.Immediate)]
    [InlineData(CascadeTiming.OnSaveChanges)]
    public async Task Delete_OfAParent_LeavesTombstonesOfItsTrackedChildren(CascadeTiming timing)
    {
        Guid line = Guid.Parse("0190a000-0000-7000-8000-000000000001");
        await SaveAsync(context => context.AddRange(NewSheet("s1"), new Line { Id = line, SheetId = "s1" }));
        await SaveAsync(context =>
        {
            context.ChangeTracker.CascadeDeleteTiming = timing;
            context.Remove(context.Sheets.Include(s => s.Lines).Single());
        });

        Assert.Equal($"3:s1 v2 deleted, 4:{line} v2 deleted, at 4", await FeedAsync());
    }

    [Theory]
    [InlineData(CascadeTiming.Immediate)]
    [InlineData(CascadeTiming.OnSaveChanges)]
    public async Task Orphan_TakenOffItsParent_LeavesATombstone(CascadeTiming timing)
    {
        Guid line = Guid.Parse("0190a000-0000-7000-8000-000000000001");
        await SaveAsync(context => context.AddRange(NewSheet("s1"), new Line { Id = line, SheetId = "s1" }));
        await SaveAsync(context =>
        {
            context.ChangeTracker.DeleteOrphansTiming = timing;
            context.Sheets.Include(s => s.Lines).Single().Lines.Clear();
        });

        Assert.Equal($"1:s1 v1, 3:{line} v2 deleted, at 3", await FeedAsync());
    }

    [Fact]
    public async Task Delete_OfAParentWithChildrenThatAreNotTracked_IsRefusedByTheDatabase()
    {
        await SaveAsync(context => context.AddRange(NewSheet("s1"), new Line { Id = Guid.Parse("0190a000-0000-7000-8000-000000000001"), SheetId = "s1" }));

        await Assert.ThrowsAsync<DbUpdateException>(() => SaveAsync(context => context.Remove(context.Sheets.Single())));

        Assert.Equal(2, (await PageAsync()).Counter);
    }

    [Fact]
    public async Task Add_OfADeletedKey_GoesOnFromItsVersion()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await SaveAsync(context => context.Remove(context.Sheets.Single()));
        await SaveAsync(context => context.Add(NewSheet("s1")));

        Assert.Equal("3:s1 v3, at 3", await FeedAsync());
        Assert.Equal(3, (await ReadAsync("sheet", "s1")).Version);
    }

    [Fact]
    public async Task Add_OfADeletedKeyInAnotherScope_LeavesTheOldOne()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await SaveAsync(context => context.Remove(context.Sheets.Single()));
        await SaveAsync(context => context.Add(NewSheet("s1", "south")));

        Assert.Equal("3:s1 v3 left, at 3", await FeedAsync());
        Assert.Equal("1:s1 v3, at 1", await FeedAsync("south"));
    }

    public sealed class OnSqlite() : TombstoneTests(new SqliteDatabase());

    [Collection(PostgresTests.Name)]
    public sealed class OnPostgres(PostgresServer server) : TombstoneTests(server.NewDatabase());
}
