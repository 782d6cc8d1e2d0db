using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.EntityFrameworkCore.Tests.Work;
using Athens.Sync.Server;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Triggers;

/// <summary>Rows that were there before the engine get their version and their place in the feed.</summary>
public abstract class CatchUpTests(ITestDatabase database) : RawTest(database)
{
    private const int Sheets = 1200;

    [Fact]
    public async Task RowsFromBefore_AreTold_ParentsFirst_Once()
    {
        Guid[] lines = await FromBeforeAsync(3);

        CatchUpReport report = await Server.CatchUpAsync();

        Assert.Equal(6, report.Told);
        Assert.Empty(report.Unplaced);
        Assert.Equal($"1:s0000 v1, 2:s0001 v1, 3:s0002 v1, 4:{lines[0]} v1, 5:{lines[1]} v1, 6:{lines[2]} v1, at 6", await FeedAsync());
        Assert.Equal(0, (await Server.CatchUpAsync()).Told);
        await SaveAsync(context => context.Sheets.Single(s => s.Id == "s0001").Title = "Tracked");
        Assert.EndsWith("7:s0001 v2, at 7", await FeedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task KilledBetweenBatches_GoesOnWhereItWas()
    {
        await FromBeforeAsync(Sheets);
        using var kill = new CancellationTokenSource();
        CancelAfter(5, kill);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Server.CatchUpAsync(kill.Token));
        long stood = (await PageAsync()).Counter;
        Assert.InRange(stood, 1, 2 * Sheets - 1);
        CatchUpReport rest = await Server.CatchUpAsync();

        Assert.Equal(2 * Sheets, stood + rest.Told);
        await AssertWholeAsync();
    }

    [Fact]
    public async Task BesideTwoOthersAndWriters_TellsEachRowOnce()
    {
        await FromBeforeAsync(Sheets);

        Task<CatchUpReport>[] runs = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() => Server.CatchUpAsync()))];
        await Task.Run(async () =>
        {
            for (int n = 0; n < 20; n++)
                await WriteAsync($"s{n * 50:0000}");
        });
        await Task.WhenAll(runs);

        FeedPage page = await PageAsync();
        Assert.Equal(2 * Sheets, page.Entries.Select(e => e.Entity.Id).Distinct().Count());
        Assert.Equal(page.Entries.Max(e => e.Sequence), page.Counter);
        Assert.All(page.Entries.Where(e => e.Entity.Id.Type == "line"), e => Assert.Equal(1, e.Entity.Version));
        Assert.Equal(20, page.Entries.Count(e => e.Entity.State.Find("title")?.GetString() == "Meanwhile"));
        Assert.Equal(0, (await Server.CatchUpAsync()).Told);
    }

    [Fact]
    public async Task RowInNoScope_IsNamed_AndHoldsUpNothing()
    {
        await FromBeforeAsync(2);
        await RawAsync("""UPDATE "Sheets" SET "Project" = '' WHERE "Id" = 's0000'""");
        await RawAsync("DELETE FROM athens_sync_marks");

        CatchUpReport report = await Server.CatchUpAsync();

        Assert.Equal(2, report.Told);
        Assert.Equal(["line", "sheet"], report.Unplaced.Select(id => id.Type));
        Assert.StartsWith("1:s0001 v1, 2:", await FeedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryKindOfKey_IsFound()
    {
        await SaveAsync(context => context.AddRange(
            NewSheet("S-é\" '"),
            new Ticket { Project = "north" },
            new Report { Id = Guid.Parse("ABCDEF01-0000-7000-8000-00000000000f"), Project = "north" }));
        await RawAsync("DELETE FROM athens_sync_entries; DELETE FROM athens_sync_counters");

        Assert.Equal(3, (await Server.CatchUpAsync()).Told);
        Assert.Equal("1:S-é\" ' v2, 2:1 v2, 3:abcdef01-0000-7000-8000-00000000000f v2, at 3", await FeedAsync());
    }

    /// <summary>Sheets with a line each, as they were before the engine: no version, no entry, no mark.</summary>
    private async Task<Guid[]> FromBeforeAsync(int count)
    {
        Guid[] lines = [.. Enumerable.Range(1, count).Select(n => new Guid(n, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1))];
        await using (RawContext context = NewForeignContext())
        {
            context.AddRange(Enumerable.Range(0, count).Select(n => NewSheet($"s{n:0000}")));
            context.AddRange(lines.Select((id, n) => new Line { Id = id, SheetId = $"s{n:0000}", Text = "Before" }));
            await context.SaveChangesAsync();
        }
        await RawAsync("DELETE FROM athens_sync_marks");
        return lines;
    }

    private void CancelAfter(int commits, CancellationTokenSource source) => Committed = () =>
    {
        if (--commits == 0)
            source.Cancel();
    };

    private async Task WriteAsync(string id)
    {
        while (true)
        {
            try
            {
                await SaveAsync(context => context.Sheets.Single(s => s.Id == id).Title = "Meanwhile");
                return;
            }
            catch (DbUpdateConcurrencyException)
            {
                // It was told between the read and the write.
            }
        }
    }

    private async Task AssertWholeAsync()
    {
        FeedPage page = await PageAsync();
        Assert.Equal(Enumerable.Range(1, 2 * Sheets).Select(n => (long)n), page.Entries.Select(e => e.Sequence));
        Assert.All(page.Entries, e => Assert.Equal(1, e.Entity.Version));
        Assert.All(page.Entries.Take(Sheets), e => Assert.Equal("sheet", e.Entity.Id.Type));
    }

    private Task<FeedPage> PageAsync() => Store.ReadFeedAsync(new FeedRequest { Scope = "north", Lane = Modeling.Lanes.Default, After = 0, Limit = 10_000 });

    public sealed class OnSqlite() : CatchUpTests(new SqliteDatabase());

    [Collection(PostgresTests.Name)]
    public sealed class OnPostgres(PostgresServer server) : CatchUpTests(server.NewDatabase());
}
