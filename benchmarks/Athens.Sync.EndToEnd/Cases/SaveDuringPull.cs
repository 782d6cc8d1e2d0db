using System.Diagnostics;
using Athens.Sync.EndToEnd.Measuring;
using Athens.Sync.EndToEnd.Permits;
using Athens.Sync.EndToEnd.Reporting;
using Athens.Sync.EndToEnd.Running;

namespace Athens.Sync.EndToEnd.Cases;

/// <summary>A user goes on saving while the device fetches very many rows.</summary>
public sealed class SaveDuringPull : Case
{
    private const int Rows = 100_000;

    /// <summary>Between two saves of a user who is quicker than any.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public override string Name => "save-during-pull";

    public override IReadOnlyList<Setup> Setups { get; } = [new("sqlite", "sqlite"), new("sqlite", "litedb")];

    public override async Task RunAsync(Bench bench)
    {
        ArgumentNullException.ThrowIfNull(bench);
        int rows = bench.Sized(Rows);
        await bench.FillAsync("full", 0, rows);
        await RoundAsync(bench, rows);
        List<double> times = await RoundAsync(bench, rows);
        bench.Tell(new Figure { What = "p50", Unit = "ms", Value = Quantile.Median(times), Count = rows });
        bench.Tell(new Figure { What = "p99", Unit = "ms", Value = Quantile.Of(times, 0.99), Target = 25, Count = rows });
        bench.Tell(new Figure { What = "longest", Unit = "ms", Value = times.Max(), Count = rows });
    }

    private static async Task<List<double>> RoundAsync(Bench bench, int rows)
    {
        await using BenchDevice device = await bench.NewDeviceAsync("full");
        SyncSet<Permit> permits = device.Client.Set<Permit>();
        Task<SyncReport> pull = Task.Run(device.SyncAsync);
        var times = new List<double>();
        while (!pull.IsCompleted || times.Count == 0)
        {
            Permit permit = PermitMaker.Make("full", rows + times.Count);
            long begun = Stopwatch.GetTimestamp();
            await permits.SaveAsync(permit);
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            await Task.Delay(Pause);
        }
        int pulled = (await pull).Pulled;
        return pulled >= rows ? times : throw new InvalidOperationException($"{pulled} of {rows} rows came.");
    }
}
