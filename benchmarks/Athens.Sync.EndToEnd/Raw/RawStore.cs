using Athens.Sync.EndToEnd.Running;

namespace Athens.Sync.EndToEnd.Raw;

/// <summary>What a device's store is over, with nothing over it.</summary>
public sealed class RawStore : IDisposable
{
    private readonly RawSqlite? sqlite;
    private readonly RawLiteDb? litedb;

    public RawStore(Bench bench)
    {
        ArgumentNullException.ThrowIfNull(bench);
        if (bench.Setup.Device == "litedb")
            litedb = new RawLiteDb(bench.NewFile("raw"));
        else
            sqlite = new RawSqlite(bench.NewFile("raw"));
    }

    /// <summary>How many milliseconds each of so many durable writes of one row takes.</summary>
    public List<double> Write(string scope, int count) =>
        [.. (litedb?.TransactionARow(scope, count) ?? sqlite!.TransactionARow(scope, count)).Select(time => time.TotalMilliseconds)];

    /// <summary>Rows a second in one transaction; the median of rounds, after one to warm up.</summary>
    public double OneTransaction(int count, int rounds)
    {
        var rates = new List<double>();
        for (int round = -1; round < rounds; round++)
        {
            double rate = litedb?.OneTransaction($"round{round}", count) ?? sqlite!.OneTransaction($"round{round}", count);
            if (round >= 0)
                rates.Add(rate);
        }
        return Measuring.Quantile.Median(rates);
    }

    public void Dispose()
    {
        sqlite?.Dispose();
        litedb?.Dispose();
    }
}
