using Athens.Sync.EndToEnd.Measuring;
using Athens.Sync.EndToEnd.Reporting;
using Athens.Sync.EndToEnd.Running;
using Span = Athens.Sync.EndToEnd.Measuring.Span;

namespace Athens.Sync.EndToEnd.Cases;

/// <summary>A device that holds everything fetches the hundred rows that others edited: of few, and of very many.</summary>
public sealed class IncrementalPull : Case
{
    private const int Changed = 100;
    private const int Few = 1_000;
    private const int Many = 100_000;

    /// <summary>As many pulls as the runtime needs to compile what is measured.</summary>
    private const int WarmUp = 40;

    /// <summary>One pull is short, so that there are more of them than of others.</summary>
    private const int RoundsMore = 5;

    public override string Name => "incremental-pull";

    public override IReadOnlyList<Setup> Setups { get; } = [new("sqlite", "sqlite"), new("sqlite", "litedb"), new("postgres", "sqlite")];

    public override async Task RunAsync(Bench bench)
    {
        ArgumentNullException.ThrowIfNull(bench);
        int many = bench.Sized(Many);
        await using BenchDevice small = await FullDeviceAsync(bench, "few", bench.Sized(Few));
        await using BenchDevice large = await FullDeviceAsync(bench, "many", many);
        var few = new List<Span>();
        var most = new List<Span>();
        int rounds = bench.Options.Rounds * RoundsMore;
        int warm = bench.WarmUps(WarmUp);
        for (int edition = 1; edition <= warm + rounds; edition++)
        {
            Span ofFew = await RoundAsync(bench, small, "few", bench.Sized(Few), edition);
            Span ofMany = await RoundAsync(bench, large, "many", many, edition);
            if (edition <= warm)
                continue;
            few.Add(ofFew);
            most.Add(ofMany);
        }
        Figure base1 = TimeOf($"{Changed} of {Few:#,0}", few);
        bench.Tell(base1);
        bench.Tell(TimeOf($"{Changed} of {Many:#,0}", most) with { Raw = base1.Value, RawOf = base1.What, TargetRatio = 1.5 });
    }

    private static Figure TimeOf(string what, List<Span> rounds)
    {
        double[] times = [.. rounds.Select(round => round.Wall.TotalMilliseconds)];
        return RateOf(what, "ms", Changed, rounds) with { Value = Quantile.Median(times), Rounds = times };
    }

    private static async Task<BenchDevice> FullDeviceAsync(Bench bench, string scope, int count)
    {
        await bench.FillAsync(scope, 0, count);
        BenchDevice device = await bench.NewDeviceAsync(scope);
        await device.SyncAsync();
        return device;
    }

    private static async Task<Span> RoundAsync(Bench bench, BenchDevice device, string scope, int count, int edition)
    {
        await bench.EditAsync(scope, 0, Changed, edition, count / Changed);
        int pulled = 0;
        Span span = await bench.Clock.MeasureAsync(async () => pulled = (await device.SyncAsync()).Pulled);
        return pulled == Changed ? span : throw new InvalidOperationException($"{pulled} rows came.");
    }
}
