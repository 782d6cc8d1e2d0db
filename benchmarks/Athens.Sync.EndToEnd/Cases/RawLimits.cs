using Athens.Sync.EndToEnd.Measuring;
using Athens.Sync.EndToEnd.Raw;
using Athens.Sync.EndToEnd.Reporting;
using Athens.Sync.EndToEnd.Running;

namespace Athens.Sync.EndToEnd.Cases;

/// <summary>What the same work costs with no engine at all.</summary>
public sealed class RawLimits : Case
{
    private const int Singles = 500;

    public override string Name => "raw";

    public override IReadOnlyList<Setup> Setups { get; } = [new("postgres", "sqlite")];

    public override async Task RunAsync(Bench bench)
    {
        ArgumentNullException.ThrowIfNull(bench);
        int count = bench.Options.Count;
        int singles = Math.Min(Singles, count);
        using (var sqlite = new RawSqlite(bench.NewFile("raw")))
        {
            Tell(bench, "SQLite, 1 transaction", "rows/s", scope => sqlite.OneTransaction(scope, count));
            Tell(bench, "SQLite, a transaction a row", "rows/s", scope => singles / sqlite.TransactionARow($"single-{scope}", singles).Sum(time => time.TotalSeconds));
        }
        using (var litedb = new RawLiteDb(bench.NewFile("raw")))
        {
            Tell(bench, "LiteDB, 1 transaction", "rows/s", scope => litedb.OneTransaction(scope, count));
            Tell(bench, "LiteDB, a transaction a row", "rows/s", scope => singles / litedb.TransactionARow($"single-{scope}", singles).Sum(time => time.TotalSeconds));
        }
        await TellAsync(bench, "PostgreSQL, batched upserts", "rows/s", scope => RawPostgres.OneTransactionAsync(bench.Database, scope, count));
        Tell(bench, "System.Text.Json, written and read", "rows/s", _ => RawJson.WriteAndRead(count));
        await TellAsync(bench, "Kestrel, typed JSON in batches", "rows/s", _ => RawKestrel.PostAsync(bench.Server, count));
        Tell(bench, "JSON of a row", "bytes", _ => RawJson.BytesOf(count));
    }

    private static void Tell(Bench bench, string what, string unit, Func<string, double> measure) =>
        TellAsync(bench, what, unit, scope => Task.FromResult(measure(scope))).GetAwaiter().GetResult();

    private static async Task TellAsync(Bench bench, string what, string unit, Func<string, Task<double>> measure)
    {
        await measure("warm");
        var rounds = new List<double>();
        for (int round = 0; round < bench.Options.Rounds; round++)
            rounds.Add(await measure($"round{round}"));
        bench.Tell(new Figure { What = what, Unit = unit, Value = Quantile.Median(rounds), Rounds = rounds, Count = bench.Options.Count });
    }
}
