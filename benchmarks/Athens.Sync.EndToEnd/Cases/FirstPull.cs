using Athens.Sync.EndToEnd.Measuring;
using Athens.Sync.EndToEnd.Raw;
using Athens.Sync.EndToEnd.Reporting;
using Athens.Sync.EndToEnd.Running;
using Span = Athens.Sync.EndToEnd.Measuring.Span;

namespace Athens.Sync.EndToEnd.Cases;

/// <summary>A new device fetches everything of its scope.</summary>
public sealed class FirstPull : Case
{
    private const int WarmUp = 1_000;

    public override string Name => "first-pull";

    public override IReadOnlyList<Setup> Setups { get; } =
    [
        new("sqlite", "sqlite"), new("sqlite", "litedb"), new("sqlite", "memory"), new("postgres", "sqlite"),
    ];

    public override async Task RunAsync(Bench bench)
    {
        ArgumentNullException.ThrowIfNull(bench);
        int count = bench.Options.Count;
        await bench.FillAsync("warm", 0, WarmUp);
        await bench.FillAsync("full", 0, count);
        for (int n = 0; n < 2; n++)
            await RoundAsync(bench, "warm", WarmUp);
        var rounds = new List<Span>();
        for (int round = 0; round < bench.Options.Rounds; round++)
            rounds.Add(await RoundAsync(bench, "full", count));
        Figure figure = RateOf("", "rows/s", count, rounds);
        bench.Tell(bench.Setup.Device switch
        {
            "sqlite" => figure with { Target = 40_000, Raw = RawSqliteRate(bench, count), RawOf = "SQLite, 1 transaction" },
            "litedb" => figure with { Target = 25_000, Raw = RawLiteDbRate(bench, count), RawOf = "LiteDB, 1 transaction" },
            _ => figure,
        });
    }

    private static async Task<Span> RoundAsync(Bench bench, string scope, int count)
    {
        await using BenchDevice device = await bench.NewDeviceAsync(scope);
        Bench.Settle();
        SyncReport? report = null;
        Span span = await bench.Clock.MeasureAsync(async () => report = await device.Client.SyncAsync());
        return report!.Failure is null && report.Pulled == count ? span : throw report.Failure ?? throw new InvalidOperationException($"{report.Pulled} of {count} rows came.");
    }

    private static double RawSqliteRate(Bench bench, int count)
    {
        using var raw = new RawSqlite(bench.NewFile("raw"));
        raw.OneTransaction("warm", count);
        return raw.OneTransaction("raw", count);
    }

    private static double RawLiteDbRate(Bench bench, int count)
    {
        using var raw = new RawLiteDb(bench.NewFile("raw"));
        raw.OneTransaction("warm", count);
        return raw.OneTransaction("raw", count);
    }
}
