using System.Diagnostics;
using Athens.Sync.EndToEnd.Measuring;
using Athens.Sync.EndToEnd.Permits;
using Athens.Sync.EndToEnd.Reporting;
using Athens.Sync.EndToEnd.Running;
using Npgsql;

namespace Athens.Sync.EndToEnd.Cases;

/// <summary>Devices that push at once: all into one scope, or each into scopes of its own.</summary>
public sealed class Scopes : Case
{
    private const int All = 64;

    private static readonly int[] DeviceCounts = [1, 2, 4, 8, 16];

    public override string Name => "scopes";

    public override IReadOnlyList<Setup> Setups { get; } = [new("postgres", "memory")];

    public override async Task RunAsync(Bench bench)
    {
        ArgumentNullException.ThrowIfNull(bench);
        await MeasureAsync(bench, "warm", 4, bench.Sized(2_000), n => [$"warm{n}"]);
        double first = 0;
        foreach (int devices in DeviceCounts)
        {
            double own = await MeasureAsync(bench, $"own{devices}", devices, bench.Options.Count, n => [.. Enumerable.Range(0, All / devices).Select(scope => $"own{devices}-{n}-{scope}")]);
            double one = await MeasureAsync(bench, $"one{devices}", devices, bench.Options.Count, _ => [$"one{devices}"]);
            first = first == 0 ? own : first;
            bench.Tell(new Figure { What = $"{devices} devices, {All} scopes", Unit = "changes/s", Value = own, Raw = first, RawOf = "1 device", Count = devices });
            bench.Tell(new Figure { What = $"{devices} devices, 1 scope", Unit = "changes/s", Value = one, Raw = own, RawOf = $"{All} scopes", Count = devices });
        }
        await TellHeldAsync(bench);
    }

    /// <summary>All of the devices push at the same time, together so many changes.</summary>
    private static async Task<double> MeasureAsync(Bench bench, string prefix, int devices, int count, Func<int, string[]> scopesOf)
    {
        int each = count / devices;
        var pushing = new List<BenchDevice>();
        for (int n = 0; n < devices; n++)
        {
            string[] scopes = scopesOf(n);
            BenchDevice device = await bench.NewDeviceAsync(scopes);
            pushing.Add(device);
            await device.SyncAsync();
            foreach ((int index, string scope) in scopes.Index())
                await device.PrepareCreatesAsync(scope, n * count, (each / scopes.Length) + (index < each % scopes.Length ? 1 : 0));
        }
        Bench.Settle();
        var clocks = pushing.ConvertAll(_ => new CycleClock(bench.Clock));
        (SyncReport Report, Measuring.Span Push, Measuring.Span Pull)[] ends = await Task.WhenAll(pushing.Zip(clocks, (device, clock) => Task.Run(() => clock.RunAsync(device.Client))));
        foreach (BenchDevice device in pushing)
            await device.DisposeAsync();
        if (ends.Sum(end => end.Report.Applied) != each * devices)
            throw new InvalidOperationException($"{prefix}: {ends.Sum(end => end.Report.Applied)} of {each * devices} changes were taken in.");
        return each * devices / ends.Max(end => end.Push.Wall).TotalSeconds;
    }

    /// <summary>Somebody holds a scope's counter: what another scope's push takes then, and what it takes otherwise.</summary>
    private static async Task TellHeldAsync(Bench bench)
    {
        await bench.FillAsync("held", 0, 1);
        await using BenchDevice other = await bench.NewDeviceAsync("free");
        await other.SyncAsync();
        double free = await PushOneAsync(other, 0);
        await using var connection = new NpgsqlConnection(bench.Database);
        await connection.OpenAsync();
        await using NpgsqlTransaction holding = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("SELECT * FROM athens_sync_counters WHERE scope = 'held' FOR UPDATE", connection))
        {
            if (!await HasRowAsync(hold))
                throw new InvalidOperationException("There is no counter to hold.");
        }
        Task waiting = bench.FillAsync("held", 1, 1);
        var times = new List<double>();
        for (int n = 1; n <= 20; n++)
            times.Add(await PushOneAsync(other, n));
        if (waiting.IsCompleted)
            throw new InvalidOperationException("The scope was not held.");
        await holding.RollbackAsync();
        await waiting;
        bench.Tell(new Figure { What = "a push while another scope is held", Unit = "ms", Value = Quantile.Median(times), Raw = free, RawOf = "while none is held" });
    }

    private static async Task<bool> HasRowAsync(NpgsqlCommand command)
    {
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync();
    }

    private static async Task<double> PushOneAsync(BenchDevice device, int number)
    {
        await device.Client.Set<Permit>().SaveAsync(PermitMaker.Make("free", number));
        long begun = Stopwatch.GetTimestamp();
        await device.SyncAsync();
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }
}
