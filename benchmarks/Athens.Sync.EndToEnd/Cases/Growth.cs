using Athens.Sync.EndToEnd.Measuring;
using Athens.Sync.EndToEnd.Reporting;
using Athens.Sync.EndToEnd.Running;
using Span = Athens.Sync.EndToEnd.Measuring.Span;

namespace Athens.Sync.EndToEnd.Cases;

/// <summary>How cost and memory grow with the rows that move: one device pushes them, another pulls them.</summary>
public sealed class Growth(string name, bool isInTable, int[] counts) : Case
{
    private const double DeviceBytesMax = 64 << 20;
    private const double ServerBytesMax = 150 << 20;
    private const double Mega = 1 << 20;
    private const int Base = 10_000;
    private const int WarmUp = 2_000;

    public override string Name => name;

    public override bool IsInTable => isInTable;

    public override IReadOnlyList<Setup> Setups { get; } = [new("sqlite", "sqlite"), new("sqlite", "litedb"), new("postgres", "sqlite")];

    public override async Task RunAsync(Bench bench)
    {
        ArgumentNullException.ThrowIfNull(bench);
        await PushAsync(bench, "warm", bench.Sized(WarmUp));
        await PullAsync(bench, "warm", bench.Sized(WarmUp));
        Figure? pushed = null;
        Figure? pulled = null;
        foreach (int named in counts)
        {
            int count = bench.Sized(named);
            Figure push = await TellAsync(bench, "push", named, count, () => PushAsync(bench, $"rows{named}", count), pushed);
            Figure pull = await TellAsync(bench, "pull", named, count, () => PullAsync(bench, $"rows{named}", count), pulled);
            (pushed, pulled) = named == Base ? (push, pull) : (pushed, pulled);
        }
    }

    private static async Task<Figure> TellAsync(Bench bench, string what, int named, int count, Func<Task<Measured>> measure, Figure? atBase)
    {
        Measured measured = await measure();
        Figure figure = RateOf($"{what} of {named:#,0}", "rows/s", count, [measured.Span]);
        figure = atBase is null ? figure : figure with { Raw = atBase.Value, RawOf = $"of {Base:#,0}" };
        bench.Tell(figure);
        TellMemory(bench, $"{what} of {named:#,0}, device", named, measured.Device, DeviceBytesMax);
        TellMemory(bench, $"{what} of {named:#,0}, server", named, measured.Server, ServerBytesMax);
        return figure;
    }

    private static void TellMemory(Bench bench, string what, int named, MemoryFigures memory, double bytesMax)
    {
        bench.Tell(new Figure { What = $"{what}, working set", Unit = "MB", Value = memory.WorkingSet / Mega, Target = bytesMax / Mega, Count = named });
        bench.Tell(new Figure { What = $"{what}, heap", Unit = "MB", Value = memory.Heap / Mega, Count = named });
    }

    private static async Task<Measured> PushAsync(Bench bench, string scope, int count)
    {
        await using BenchDevice device = await bench.NewDeviceAsync(scope);
        await device.SyncAsync();
        await device.PrepareCreatesAsync(scope, 0, count);
        return await MeasureAsync(bench, async () =>
        {
            (SyncReport report, Span push, _) = await new CycleClock(bench.Clock).RunAsync(device.Client);
            return report.Applied == count ? push : throw new InvalidOperationException($"{report.Applied} of {count} changes were taken in.");
        });
    }

    private static async Task<Measured> PullAsync(Bench bench, string scope, int count)
    {
        await using BenchDevice device = await bench.NewDeviceAsync(scope);
        return await MeasureAsync(bench, async () =>
        {
            int pulled = 0;
            Span span = await bench.Clock.MeasureAsync(async () => pulled = (await device.SyncAsync()).Pulled);
            return pulled == count ? span : throw new InvalidOperationException($"{pulled} of {count} rows came.");
        });
    }

    private static async Task<Measured> MeasureAsync(Bench bench, Func<Task<Span>> work)
    {
        using var peak = new MemoryPeak();
        await bench.BeginServerMemoryAsync();
        peak.Begin();
        Span span = await work();
        return new Measured(span, peak.Read(), await bench.ReadServerMemoryAsync());
    }

    private sealed record Measured(Span Span, MemoryFigures Device, MemoryFigures Server);
}
