using Athens.Sync.EndToEnd.Measuring;
using Athens.Sync.EndToEnd.Permits;
using Athens.Sync.EndToEnd.Reporting;
using Athens.Sync.EndToEnd.Running;
using Span = Athens.Sync.EndToEnd.Measuring.Span;

namespace Athens.Sync.EndToEnd.Cases;

/// <summary>A device sends edits of rows that others edited meanwhile: another field, which merges, or the same one, which does not.</summary>
public sealed class StaleChanges : Case
{
    private const int Rows = 1_000;

    public override string Name => "stale";

    public override IReadOnlyList<Setup> Setups { get; } = [new("sqlite", "memory"), new("sqlite", "sqlite"), new("postgres", "sqlite")];

    public override async Task RunAsync(Bench bench)
    {
        ArgumentNullException.ThrowIfNull(bench);
        int rows = bench.Sized(Rows);
        var clean = new List<Span>();
        var merged = new List<Span>();
        var conflicts = new List<Span>();
        for (int round = -1; round < bench.Options.Rounds; round++)
        {
            Span ofClean = await RoundAsync(bench, $"clean{round}", rows, false, permit => permit.Title += "!", report => report.Applied);
            Span ofMerged = await RoundAsync(bench, $"merged{round}", rows, true, permit => permit.Title += "!", report => report.Merged);
            Span ofConflicts = await RoundAsync(bench, $"conflicts{round}", rows, true, permit => permit.Location += "!", report => report.Conflicts);
            if (round < 0)
                continue;
            clean.Add(ofClean);
            merged.Add(ofMerged);
            conflicts.Add(ofConflicts);
        }
        Figure limit = RateOf("clean updates", "changes/s", rows, clean);
        bench.Tell(limit);
        bench.Tell(RateOf("merged", "changes/s", rows, merged) with { Raw = limit.Value, RawOf = limit.What, TargetRatio = 0.7 });
        bench.Tell(RateOf("conflicts", "changes/s", rows, conflicts) with { Raw = limit.Value, RawOf = limit.What, TargetRatio = 0.7 });
    }

    private static async Task<Span> RoundAsync(Bench bench, string scope, int rows, bool isStale, Action<Permit> edit, Func<SyncReport, int> expected)
    {
        await bench.FillAsync(scope, 0, rows);
        await using BenchDevice device = await bench.NewDeviceAsync(scope);
        await device.SyncAsync();
        if (isStale)
            await bench.EditAsync(scope, 0, rows, edition: 1);
        await device.PrepareEditsAsync(edit);
        Bench.Settle();
        (SyncReport report, Span push, _) = await new CycleClock(bench.Clock).RunAsync(device.Client);
        return expected(report) == rows ? push : throw new InvalidOperationException($"{scope}: {report}");
    }
}
