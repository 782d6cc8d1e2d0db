using System.Diagnostics;
using Athens.Sync.EndToEnd.Measuring;
using Athens.Sync.EndToEnd.Permits;
using Athens.Sync.EndToEnd.Raw;
using Athens.Sync.EndToEnd.Reporting;
using Athens.Sync.EndToEnd.Running;

namespace Athens.Sync.EndToEnd.Cases;

/// <summary>A user saves one permit after the other, each durable before the next, while few or very many changes wait.</summary>
public sealed class Enqueue : Case
{
    private const int Pending = 100_000;
    private const int Saves = 2_000;

    /// <summary>The engine and the raw store take turns, so that both meet the same disk.</summary>
    private const int Turn = 100;

    /// <summary>Fewer, for LiteDB by itself is slow.</summary>
    private const int RawTurn = 25;

    /// <summary>So many turns go before those that count, so that the runtime has compiled what is measured.</summary>
    private const int WarmTurns = 50;

    public override string Name => "enqueue";

    public override IReadOnlyList<Setup> Setups { get; } = [new("sqlite", "sqlite"), new("sqlite", "litedb")];

    public override async Task RunAsync(Bench bench)
    {
        ArgumentNullException.ThrowIfNull(bench);
        await MeasureAsync(bench, "0 pending", 0);
        await MeasureAsync(bench, $"{Pending:#,0} pending", bench.Sized(Pending));
    }

    private static async Task MeasureAsync(Bench bench, string what, int pending)
    {
        await using BenchDevice device = await bench.NewDeviceAsync("saves");
        await device.PrepareCreatesAsync("waiting", 0, pending);
        using var raw = new RawStore(bench);
        var saves = new List<double>();
        var writes = new List<double>();
        int turns = bench.Sized(Saves) / Turn;
        for (int turn = -WarmTurns; turn < turns; turn++)
        {
            List<double> saved = await SaveAsync(device, (turn + WarmTurns) * Turn);
            List<double> written = raw.Write($"turn{turn}", RawTurn);
            if (turn < 0)
                continue;
            saves.AddRange(saved);
            writes.AddRange(written);
        }
        bench.Tell(new Figure { What = $"{what}, each", Unit = "saves/s", Value = 1000 / saves.Average(), Raw = 1000 / writes.Average(), RawOf = $"{bench.Setup.Device}, 1 row", TargetRatio = 0.7, Count = pending });
        bench.Tell(new Figure { What = $"{what}, p50", Unit = "ms", Value = Quantile.Median(saves), Raw = Quantile.Median(writes), RawOf = $"{bench.Setup.Device}, 1 row, p50", Count = pending });
        bench.Tell(new Figure { What = $"{what}, p99", Unit = "ms", Value = Quantile.Of(saves, 0.99), Raw = Quantile.Of(writes, 0.99), RawOf = $"{bench.Setup.Device}, 1 row, p99", Target = 5, Count = pending });
    }

    private static async Task<List<double>> SaveAsync(BenchDevice device, int first)
    {
        SyncSet<Permit> permits = device.Client.Set<Permit>();
        var times = new List<double>(Turn);
        for (int n = first; n < first + Turn; n++)
        {
            Permit permit = PermitMaker.Make("saves", n);
            long begun = Stopwatch.GetTimestamp();
            await permits.SaveAsync(permit);
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
        return times;
    }
}
