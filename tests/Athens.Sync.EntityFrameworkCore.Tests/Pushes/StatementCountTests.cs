using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.Wire;
using Xunit.Abstractions;

namespace Athens.Sync.EntityFrameworkCore.Tests.Pushes;

/// <summary>
/// How many commands a push and a pull cost, by their size. On PostgreSQL the number is the same for every size. On SQLite, which
/// has no round trips, the queries are: the engine writes all rows of a table by one command, and EF's provider each by one of its own.
/// </summary>
public abstract class StatementCountTests(ITestDatabase database, ITestOutputHelper output) : DepotTest(database, hasRule: false)
{
    private static readonly int[] Sizes = [10, 100, 500];
    private int made;

    [Fact]
    public Task Creates_WithParents_CostTheSameForEverySize() => CompareAsync(NewEntities);

    [Fact]
    public Task Updates_OfMixedTypes_CostTheSameForEverySize() => CompareAsync(async size =>
    {
        List<Change> made = NewEntities(size);
        await PushAsync(made);
        return made.Where(change => change.Op is ChangeOp.Create).Select(Edit);
    });

    [Fact]
    public Task MixedOperations_CostTheSameForEverySize() => CompareAsync(async size =>
    {
        Change[] made = [.. NewEntities(size / 2)];
        await PushAsync(made);
        return made.Where(change => change.Entity == "parcel").Select(Edit).Concat(made.Where(change => change.Entity == "crate" && !HasParcel(made, change)).Select(Edit)).Concat(NewEntities(size / 2));
    });

    [Fact]
    public Task Updates_OfRowsThatTheFeedDoesNotTell_CostTheSameForEverySize() => CompareAsync(async size =>
    {
        List<Change> made = NewEntities(size);
        await PushAsync(made);
        await ExecuteAsync("DELETE FROM athens_sync_entries");
        return made.Where(change => change.Entity == "parcel").Select(Edit);
    });

    [Fact]
    public Task Replays_CostTheSameForEverySize() => CompareAsync(async size =>
    {
        List<Change> made = NewEntities(size);
        await PushAsync(made);
        return made;
    });

    /// <summary>On PostgreSQL each is a round trip: the epoch, the device, the keys, the rows, the entries twice, the savepoint, rows, what the rule adds, records, the mark, the release, the feed.</summary>
    [Fact]
    public async Task Creates_CostNoStatementThatFindsNothing()
    {
        await Server.PullAsync(new PullRequest(), Ann);
        int sent = 0;
        foreach (string key in new[] { "first", "second" })
        {
            Statements.Take();
            PushResponse answer = await Server.PushAsync(new PushRequest { DeviceId = "d", Generation = "g", Acknowledged = sent, Changes = [Crate(key) with { Number = ++sent }] }, Ann);
            Assert.Equal(1, answer.Summary.Applied);
        }
        Assert.InRange(Report("push", Sizes[0], Statements.Take()), 1, 13);
    }

    [Fact]
    public async Task Page_CostsTheSameForEverySize()
    {
        for (int n = 0; n < Sizes[^1]; n += 10)
            await PushAsync(NewEntities(10));
        var costs = new List<int>();
        foreach (int size in Sizes)
        {
            Statements.Take();
            PullResponse page = await Server.PullAsync(new PullRequest { Limit = size, DeviceId = "d1" }, Ann);
            Assert.Equal(size, page.Changes.Count);
            Assert.Equal(3, page.Changes.Select(c => c.Entity).Distinct().Count());
            costs.Add(Report("page", size, Statements.Take()));
        }
        Assert.Single(costs.Distinct());
    }

    private Task CompareAsync(Func<int, List<Change>> changes) => CompareAsync(size => Task.FromResult(changes(size).AsEnumerable()));

    private async Task CompareAsync(Func<int, Task<IEnumerable<Change>>> changes)
    {
        await Server.PullAsync(new PullRequest(), Ann);
        var costs = new List<int>();
        foreach (int size in Sizes)
        {
            Change[] batch = [.. (await changes(size)).Select((change, n) => change with { Number = n + 1 })];
            Statements.Take();
            PushResponse answer = await Server.PushAsync(new PushRequest { DeviceId = $"d{size}", Generation = "g", Acknowledged = 0, Changes = batch }, Ann);
            IReadOnlyList<string> statements = Statements.Take();
            Assert.Equal(batch.Length, answer.Summary.Applied);
            costs.Add(Report("push", batch.Length, IsPostgres ? statements : [.. statements.Where(IsQuery)]));
            Assert.InRange(statements.Count(s => !IsQuery(s)), 0, IsPostgres ? costs[0] : 20 + batch.Length + 2 * (batch.Length / 200));
        }
        Assert.Single(costs.Distinct());
    }

    private int Report(string what, int size, IReadOnlyList<string> statements)
    {
        output.WriteLine($"{what} of {size}: {statements.Count} statements.");
        if (size == Sizes[0])
            output.WriteLine(string.Join(Environment.NewLine, statements.Select(s => s.Length > 110 ? s[..110] : s)));
        return statements.Count;
    }

    private static bool IsQuery(string statement) => statement.StartsWith("SELECT", StringComparison.Ordinal);

    private static bool HasParcel(IEnumerable<Change> made, Change crate) => made.Any(c => c.Entity == "parcel" && c.Data["crate_id"].ToString() == crate.ServerId);

    /// <summary>Crates, a parcel and a scan for some of them, as one batch.</summary>
    private List<Change> NewEntities(int count)
    {
        var changes = new List<Change>();
        for (int n = 0; changes.Count < count; n++)
        {
            string crate = $"c{++made}";
            changes.Add(Crate(crate));
            if (n % 2 == 0)
                changes.Add(Parcel($"p{crate}", crate));
            if (n % 3 == 0)
                changes.Add(Make("scan", ChangeOp.Append, $"0190a000-0000-7000-8000-{made:D12}", $$"""{"crate_id":"{{crate}}","text":"x"}"""));
        }
        return [.. changes.Take(count)];
    }

    private Change Edit(Change made) => made.Entity == "crate"
        ? Make("crate", ChangeOp.Update, made.ServerId!, """{"note":"Second","tags":["a","b"],"count":1}""", 1, """{"note":"","tags":["a"],"count":0}""")
        : Make("parcel", ChangeOp.Update, made.ServerId!, """{"text":"Second"}""", 1, """{"text":"Glass"}""");

    public sealed class OnSqlite(ITestOutputHelper output) : StatementCountTests(new SqliteDatabase(), output);

    [Collection(PostgresTests.Name)]
    public sealed class OnPostgres(PostgresServer server, ITestOutputHelper output) : StatementCountTests(server.NewDatabase(), output);
}
