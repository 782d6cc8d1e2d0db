using Athens.Sync.EndToEnd.Reporting;
using Athens.Sync.EndToEnd.Running;

namespace Athens.Sync.EndToEnd.Cases;

/// <summary>What a change and a row take of the network: bodies as they travel, without HTTP's headers.</summary>
public sealed class WireBytes : Case
{
    private const int Rows = 1_000;
    private const double BytesMax = 300;

    private static readonly int[] Batches = [1, 10, 100, 500];

    public override string Name => "wire";

    public override IReadOnlyList<Setup> Setups { get; } = [new("sqlite", "memory")];

    public override async Task RunAsync(Bench bench)
    {
        ArgumentNullException.ThrowIfNull(bench);
        int rows = bench.Sized(Rows);
        var meter = new WireMeter();
        await using (BenchDevice maker = await bench.NewMeteredDeviceAsync(meter, null, "wire"))
        {
            await maker.SyncAsync();
            await maker.PrepareCreatesAsync("wire", 0, rows);
            meter.Reset();
            await maker.SyncAsync();
            bench.Tell(new Figure { What = "a create, sent", Unit = "bytes", Value = (double)meter.Sent / rows });
        }
        foreach (int batch in Batches)
            await TellAsync(bench, rows, batch);
    }

    private static async Task TellAsync(Bench bench, int rows, int batch)
    {
        var meter = new WireMeter();
        await using BenchDevice device = await bench.NewMeteredDeviceAsync(meter, batch, "wire");
        await device.SyncAsync();
        if (batch == Batches[0])
            bench.Tell(new Figure { What = "a row, pulled", Unit = "bytes", Value = (double)meter.Received / rows });
        int changes = Math.Min(rows, batch * 10);
        int left = changes;
        await device.PrepareAsync(async permits =>
        {
            await foreach (Permits.Permit permit in permits.ListAsync().Take(changes))
            {
                permit.Location = $"batch {batch}, grid {left--}";
                await permits.SaveAsync(permit);
            }
        });
        meter.Reset();
        var answered = new List<long>();
        await device.Client.SyncAsync(new BeforePull(() => answered.Add(meter.Received)));
        bench.Tell(new Figure { What = $"a change of 1 field, sent by {batch}", Unit = "bytes", Value = (double)meter.Sent / changes, Target = batch >= 100 ? BytesMax : null, Count = batch });
        bench.Tell(new Figure { What = $"its answer, by {batch}", Unit = "bytes", Value = (double)answered[0] / changes, Count = batch });
    }

    /// <summary>Calls back where the push has ended.</summary>
    private sealed class BeforePull(Action call) : IProgress<SyncProgress>
    {
        public void Report(SyncProgress value)
        {
            if (value.Phase is SyncPhase.Pull)
                call();
        }
    }
}
