using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.WritePaths;

/// <summary>What is in the database is the same whoever wrote it.</summary>
public abstract class SameRowsTests(ITestDatabase database) : WritePathTest(database)
{
    private static readonly string[] Expected =
    [
        "a|north|A|x|2026-05-06 07:08:09.123456|0.1|1|none|1",
        "b|north|Longer|||-1.7976931348623157E+308|6|none|2",
        "c|north|||2026-05-06 00:00:00.000000|3|0|none|3",
        "d|north|D||||1|none|1",
    ];

    [Fact]
    public async Task Rows_HaveWhatTheObjectsHave()
    {
        await OpenAsync(item => item.Property(i => i.SeenAt).HasConversion(seen => seen, seen => seen == null ? null : DateTime.SpecifyKind(seen.Value, DateTimeKind.Utc)));
        await PushAsync(
            Make("a", "A", ""","other":"x","seen_at":"2026-05-06T07:08:09.123456Z","level":0.1"""),
            Make("b", "B", ""","other":"y","level":1"""),
            Make("c", "C"));
        await PushAsync(
            Edit("b", """{"name":"Longer","other":null,"level":-1.7976931348623157E+308}"""),
            Edit("c", """{"seen_at":"2026-05-06T00:00:00Z"}"""),
            Edit("c", """{"name":"","level":3}"""),
            Make("d", "D"));

        Assert.Equal(Expected, await WithContextAsync(context => context.Items.OrderBy(i => i.Id)
            .Select(i => new { Item = i, Version = EF.Property<long>(i, "Version") }).ToListAsync()
            .ContinueWith(rows => rows.Result.Select(row => Text(row.Item, row.Version)).ToList(), TaskScheduler.Default)));
    }

    [Fact]
    public async Task Rule_ThatLoadsAnItemOfTheBatch_SeesWhatWasWritten_AndItsOwnWriteIsKept()
    {
        await OpenAsync();
        await PushAsync(Make("a", "A"));
        await PushAsync(Edit("a", """{"name":"Second"}"""), Make("b", "toucher"), Edit("a", """{"name":"Third"}"""), Make("c", "C"));

        List<Item> items = await WithContextAsync(context => context.Items.OrderBy(i => i.Id).ToListAsync());
        Assert.Equal([("a", "Third", "touched, was Second"), ("b", "toucher", "none"), ("c", "C", "none")], items.Select(i => (i.Id, i.Name, i.Remark)));
        Assert.Equal(3, await WithContextAsync(context => context.Items.Where(i => i.Id == "a").Select(i => EF.Property<long>(i, "Version")).SingleAsync()));
    }

    private static string Text(Item item, long version) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{item.Id}|{item.Site}|{item.Name}|{item.Other}|{item.SeenAt:yyyy-MM-dd HH:mm:ss.ffffff}|{item.Level}|{item.Length}|{item.Remark}|{version}");

    public sealed class OnSqlite() : SameRowsTests(new SqliteDatabase());

    public sealed class OnSqliteByEf() : SameRowsTests(new WrittenByEf(new SqliteDatabase()));

    [Collection(PostgresTests.Name)]
    public sealed class OnPostgres(PostgresServer server) : SameRowsTests(server.NewDatabase());

    [Collection(PostgresTests.Name)]
    public sealed class OnPostgresByEf(PostgresServer server) : SameRowsTests(new WrittenByEf(server.NewDatabase()));
}
