using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.EntityFrameworkCore.Tests.Mapping;
using Athens.Sync.EntityFrameworkCore.Tests.Work;

namespace Athens.Sync.EntityFrameworkCore.Tests.Triggers;

/// <summary>What the engine needs of a database is tried; the sample's tests break each thing in the database itself.</summary>
public abstract class SchemaCheckTests(ITestDatabase database) : RawTest(database)
{
    [Fact]
    public async Task DatabaseWithoutMigrations_FailsOnlyThere_AndKeepsNothing()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await using RawContext context = NewContext();
        IReadOnlyList<SyncSchemaCheck> checks = await context.CheckAthensSyncAsync(async token =>
        {
            context.Add(NewSheet("throwaway", "nowhere"));
            await context.SaveChangesAsync(token);
        });

        Assert.Equal("migrations applied: There are no migrations for RawContext.", string.Join("; ", checks.Where(check => !check.IsPassed).Select(check => $"{check.Name}: {check.Problem}")));
        Assert.Equal(8, checks.Count);
        Assert.Equal("at 0", await FeedAsync("nowhere"));
        Assert.Equal("1:s1 v1, at 1", await FeedAsync());
        Assert.Equal(0, await MarksAsync());
    }

    [Fact]
    public async Task WriteThatNobodySees_IsNoMovingFeed()
    {
        await using RawContext context = NewContext();
        IReadOnlyList<SyncSchemaCheck> checks = await context.CheckAthensSyncAsync(_ => Task.CompletedTask);

        Assert.Equal("The write was no change of a synced entity.", checks.Single(check => check.Name == "moving feed").Problem);
    }

    [Fact]
    public async Task VersionThatIsNoConcurrencyToken_IsNamed()
    {
        SyncModel model = SyncModel.Create(m => m.Entity<Thing>("thing", e => e.Key(t => t.Id).Fields(t => t.Text, t => t.OwnerId)));
        await using var context = new MappedContext(model, builder =>
        {
            builder.Entity<Thing>();
            builder.UseAthensSync(model);
            builder.Entity<Thing>().Property<long>("Version").IsConcurrencyToken(false);
        });
        IReadOnlyList<SyncSchemaCheck> checks = await context.CheckAthensSyncAsync(_ => Task.CompletedTask);

        Assert.Contains("Thing has no Version that is a concurrency token", checks[0].Problem, StringComparison.Ordinal);
    }

    public sealed class OnSqlite() : SchemaCheckTests(new SqliteDatabase());

    [Collection(PostgresTests.Name)]
    public sealed class OnPostgres(PostgresServer server) : SchemaCheckTests(server.NewDatabase());
}
