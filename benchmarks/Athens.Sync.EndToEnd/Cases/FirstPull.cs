using Athens.Sync.EndToEnd.Measuring;
using Athens.Sync.EndToEnd.Raw;
using Athens.Sync.EndToEnd.Reporting;
using Athens.Sync.EndToEnd.Running;
using Span = Athens.Sync.EndToEnd.Measuring.Span;

namespace Athens.Sync.EndToEnd.Cases;

/// <summary>A new device fetches everything of its scope.</summary>
public sealed class FirstPull : Case
{
    /// <summary>As many pulls of as many rows as the runtime needs to compile what is measured; how a new process does is seen in <see cref="Growth"/>.</summary>
    private const int WarmUp = 10_000;
    private const int WarmPulls = 20;

    public override string Name => "first-pull";

    public override IReadOnlyList<Setup> Setups { get; } =
    [
        new("sqlite", "sqlite"), new("sqlite", "litedb"), new("sqlite", "memory"), new("postgres", "sqlite"),
    ];

    public override async Task RunAsync(Bench bench)
    {
        ArgumentNullException.ThrowIfNull(bench);
        int count = bench.Options.Count;
        int warm = bench.Sized(WarmUp);
        await bench.FillAsync("warm", 0, warm);
        await bench.FillAsync("full", 0, count);
        for (int n = 0; n < bench.WarmUps(WarmPulls); n++)
            await RoundAsync(bench, "warm", warm);
        var rounds = new List<Span>();
        for (int round = 0; round < bench.Options.Rounds; round++)
            rounds.Add(await RoundAsync(bench, "full", count));
        Figure figure = RateOf("", "rows/s", count, rounds);
        if (bench.Setup.Device == "memory")
        {
            bench.Tell(figure);
            return;
        }
        using var raw = new RawStore(bench);
        bench.Tell(figure with { Target = bench.Setup.Device == "litedb" ? 25_000 : 40_000, Raw = raw.OneTransaction(count, bench.Options.Rounds), RawOf = $"{bench.Setup.Device}, 1 transaction" });
    }

    private static async Task<Span> RoundAsync(Bench bench, string scope, int count)
    {
        await using BenchDevice device = await bench.NewDeviceAsync(scope);
        Bench.Settle();
        int pulled = 0;
        Span span = await bench.Clock.MeasureAsync(async () => pulled = (await device.SyncAsync()).Pulled);
        return pulled == count ? span : throw new InvalidOperationException($"{pulled} of {count} rows came.");
    }
}
