using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.EntityFrameworkCore.Tests.Work;
using Athens.Sync.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Athens.Sync.EntityFrameworkCore.Tests.Tracking;

/// <summary>What the app saves by itself gets a version and a place in the feed when it changes a declared field, and only then.</summary>
public abstract class VersionTests(ITestDatabase database) : WorkTest(database)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Save_OfEachKind_GetsVersionAndPlace(bool isAsync)
    {
        await using WorkContext context = NewContext();
        Sheet sheet = NewSheet("s1");
        context.Add(sheet);
        await Save(context, isAsync);
        Assert.Equal(1, sheet.Version);
        Assert.Equal("1:s1 v1, at 1", await FeedAsync());

        sheet.Title = "Second";
        await Save(context, isAsync);
        Assert.Equal(2, sheet.Version);
        Assert.Equal("2:s1 v2, at 2", await FeedAsync());

        context.Remove(sheet);
        await Save(context, isAsync);
        Assert.Equal("3:s1 v3 deleted, at 3", await FeedAsync());
    }

    [Fact]
    public async Task Save_SeveralEntities_PutsParentsFirst()
    {
        Guid line = Guid.Parse("0190a000-0000-7000-8000-000000000001");
        await SaveAsync(context =>
        {
            context.Add(new Line { Id = line, SheetId = "s1", Text = "One" });
            context.AddRange(NewSheet("s2"), NewSheet("s1"));
        });

        Assert.Equal($"1:s2 v1, 2:s1 v1, 3:{line} v1, at 3", await FeedAsync());
    }

    [Fact]
    public async Task Save_UndeclaredColumnOnly_IsNoChange()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await SaveAsync(context => context.Sheets.Single().Views = 7);

        Assert.Equal("1:s1 v1, at 1", await FeedAsync());
        await using WorkContext context = NewContext();
        Assert.Equal((7, 1), (context.Sheets.Single().Views, context.Sheets.Single().Version));
    }

    [Fact]
    public async Task Save_UnsyncedEntityOnly_IsNoChange()
    {
        await SaveAsync(context => context.Add(new Setting { Value = "x" }));

        Assert.Equal("at 0", await FeedAsync());
    }

    [Fact]
    public async Task Save_SameValueAgain_IsNoChange()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await SaveAsync(context =>
        {
            Sheet sheet = context.Sheets.Single();
            (sheet.Title, sheet.Tags) = ("First", ["a"]);
            sheet.Place!.City = "Delft";
        });

        Assert.Equal("1:s1 v1, at 1", await FeedAsync());
    }

    [Fact]
    public async Task Save_ValueChangedAndChangedBack_IsNoChange()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await SaveAsync(context =>
        {
            Sheet sheet = context.Sheets.Single();
            sheet.Title = "Second";
            context.ChangeTracker.DetectChanges();
            sheet.Title = "First";
        });

        Assert.Equal("1:s1 v1, at 1", await FeedAsync());
    }

    [Fact]
    public async Task Save_VersionSetByTheApp_IsIgnored()
    {
        await SaveAsync(context => context.Add(new Sheet { Id = "s1", Project = "north", Version = 40 }));
        await SaveAsync(context => (context.Sheets.Single().Version, context.Sheets.Single().Title) = (90, "Second"));
        await SaveAsync(context => context.Sheets.Single().Version = 90);

        Assert.Equal("2:s1 v2, at 2", await FeedAsync());
    }

    [Fact]
    public async Task Save_InsideOfAList_IsAChange()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await SaveAsync(context => context.Sheets.Single().Tags.Add("b"));

        Assert.Equal("""["a","b"]""", (await ReadAsync("sheet", "s1")).State["tags"].GetRawText());
        Assert.Equal("2:s1 v2, at 2", await FeedAsync());
    }

    public static TheoryData<string, Action<Sheet>> OwnedChanges() => new()
    {
        { "edited", sheet => sheet.Place!.City = "Leiden" },
        { "replaced", sheet => sheet.Place = new Place { Street = "Quay 1", City = "Leiden" } },
        { "taken off", sheet => sheet.Place = null },
    };

    [Theory]
    [MemberData(nameof(OwnedChanges))]
    public async Task Save_OwnedPart_IsAChangeOfItsOwner(string what, Action<Sheet> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await SaveAsync(context => change(context.Sheets.Single()));

        Assert.Equal("2:s1 v2, at 2", await FeedAsync());
        Assert.DoesNotContain("Delft", (await ReadAsync("sheet", "s1")).State["place"].GetRawText(), StringComparison.Ordinal);
        Assert.NotEmpty(what);
    }

    [Fact]
    public async Task Save_OwnedPartAgainAndAgain_IsAChangeEachTime()
    {
        await using WorkContext context = NewContext();
        Sheet sheet = NewSheet("s1");
        context.Add(sheet);
        await context.SaveChangesAsync();
        foreach (string city in new[] { "Leiden", "Gouda", "Breda" })
        {
            sheet.Place!.City = city;
            await context.SaveChangesAsync();
        }
        sheet.Title = "Fifth";
        await context.SaveChangesAsync();

        Assert.Equal("5:s1 v5, at 5", await FeedAsync());
    }

    [Fact]
    public async Task Save_StaleOwnedPart_IsRefused()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await using WorkContext stale = NewContext();
        stale.Sheets.Single().Place!.City = "Stale";
        await SaveAsync(context => context.Sheets.Single().Title = "Newer");

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => stale.SaveChangesAsync());
    }

    [Fact]
    public async Task Save_OwnedPartReplacedByItsEqual_IsNoChange()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await SaveAsync(context => context.Sheets.Single().Place = new Place { Street = "Quay 1", City = "Delft" });

        Assert.Equal("1:s1 v1, at 1", await FeedAsync());
    }

    [Fact]
    public async Task Save_DetachedObject_IsAChangeWhereItDiffers()
    {
        await SaveAsync(context => context.AddRange(NewSheet("s1"), NewSheet("s2")));
        Sheet same = NewSheet("s1");
        Sheet other = NewSheet("s2");
        (same.Version, other.Version, other.Title) = (1, 1, "Second");
        await SaveAsync(context => context.UpdateRange(same, other));

        Assert.Equal("1:s1 v1, 3:s2 v2, at 3", await FeedAsync());
    }

    [Fact]
    public async Task Save_StaleTrackedEntity_IsRefusedAndOverwritesNothing()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await using WorkContext stale = NewContext();
        stale.Sheets.Single().Title = "Stale";
        await SaveAsync(context => context.Sheets.Single().Title = "Newer");

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => stale.SaveChangesAsync());

        Assert.Equal("Newer", (await ReadAsync("sheet", "s1")).State["title"].GetString());
        Assert.Equal("2:s1 v2, at 2", await FeedAsync());
    }

    [Fact]
    public async Task Save_StaleDetachedObject_IsRefused()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await SaveAsync(context => context.Sheets.Single().Title = "Newer");
        Sheet stale = NewSheet("s1");
        stale.Version = 1;

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => SaveAsync(context => context.Update(stale)));
        Assert.Equal(1, stale.Version);
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => SaveAsync(context => context.Remove(stale)));

        Assert.Equal("2:s1 v2, at 2", await FeedAsync());
    }

    [Fact]
    public async Task Save_AfterAConflictWasResolved_GoesOnFromTheRow()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await using WorkContext context = NewContext();
        Sheet sheet = context.Sheets.Single();
        sheet.Title = "Mine";
        await SaveAsync(other => other.Sheets.Single().Title = "Theirs");
        DbUpdateConcurrencyException conflict = await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => context.SaveChangesAsync());
        foreach (EntityEntry entry in conflict.Entries)
            entry.OriginalValues.SetValues((await entry.GetDatabaseValuesAsync())!);

        await context.SaveChangesAsync();

        Assert.Equal(3, sheet.Version);
        Assert.Equal("3:s1 v3, at 3", await FeedAsync());
    }

    [Fact]
    public async Task Save_NotAccepted_IsWrittenOnce()
    {
        await using WorkContext context = NewContext();
        context.Add(NewSheet("s1"));
        await context.SaveChangesAsync(acceptAllChangesOnSuccess: false);
        context.ChangeTracker.AcceptAllChanges();
        context.Sheets.Local.Single().Title = "Second";
        await context.SaveChangesAsync();

        Assert.Equal("2:s1 v2, at 2", await FeedAsync());
    }

    [Fact]
    public async Task Save_StampedField_GetsTheServersStamp()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        ServerEntity first = await ReadAsync("sheet", "s1");
        Time.Advance(TimeSpan.FromMinutes(1));
        await SaveAsync(context => context.Sheets.Single().Body = "No stamp");
        ServerEntity second = await ReadAsync("sheet", "s1");
        await SaveAsync(context => context.Sheets.Single().Title = "Stamped");
        ServerEntity third = await ReadAsync("sheet", "s1");

        Assert.Equal(new Stamp(Time.GetUtcNow().AddMinutes(-1), "server"), Assert.Single(first.Stamps, s => s.Key == "title").Value);
        Assert.Equal(first.Stamps, second.Stamps);
        Assert.Equal(new Stamp(Time.GetUtcNow(), "server"), Assert.Single(third.Stamps).Value);
    }

    private static async Task Save(WorkContext context, bool isAsync)
    {
        if (isAsync)
            await context.SaveChangesAsync();
        else
            context.SaveChanges();
    }

    public sealed class OnSqlite() : VersionTests(new SqliteDatabase());

    [Collection(PostgresTests.Name)]
    public sealed class OnPostgres(PostgresServer server) : VersionTests(server.NewDatabase());
}
