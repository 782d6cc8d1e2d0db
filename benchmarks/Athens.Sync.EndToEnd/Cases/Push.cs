using Athens.Sync.EndToEnd.Measuring;
using Athens.Sync.EndToEnd.Raw;
using Athens.Sync.EndToEnd.Running;
using Span = Athens.Sync.EndToEnd.Measuring.Span;

namespace Athens.Sync.EndToEnd.Cases;

/// <summary>A device sends what it made, and then an edit of one field of each.</summary>
public sealed class Push : Case
{
    /// <summary>As many as the runtime needs to compile what is measured: a server runs for days.</summary>
    private const int WarmUp = 20_000;

    public override string Name => "push";

    public override IReadOnlyList<Setup> Setups { get; } =
    [
        new("sqlite", "sqlite"), new("sqlite", "litedb"), new("sqlite", "memory"),
        new("postgres", "sqlite"), new("postgres", "litedb"), new("postgres", "memory"),
    ];

    public override async Task RunAsync(Bench bench)
    {
        ArgumentNullException.ThrowIfNull(bench);
        int count = bench.Options.Count;
        var creates = new List<Span>();
        var updates = new List<Span>();
        await RoundAsync(bench, "warm", bench.Sized(WarmUp));
        for (int round = 0; round < bench.Options.Rounds; round++)
        {
            (Span create, Span update) = await RoundAsync(bench, $"round{round}", count);
            creates.Add(create);
            updates.Add(update);
        }
        (double rawCreates, double rawUpdates) = await RawAsync(bench, count);
        bool isSqlite = bench.Setup.Server == "sqlite";
        string limit = isSqlite ? "SQLite, 1 transaction" : "PostgreSQL, batched upserts";
        (double target, double ratio) = isSqlite ? (20_000, 0.35) : (12_000, 0.5);
        string by = bench.Options.Batch is { } batch ? $", {batch} a push" : "";
        bench.Tell(RateOf($"creates{by}", "changes/s", count, creates) with { Raw = rawCreates, RawOf = limit, Target = target, TargetRatio = ratio });
        bench.Tell(RateOf($"updates{by}", "changes/s", count, updates) with { Raw = rawUpdates, RawOf = limit, Target = target, TargetRatio = ratio });
    }

    private static async Task<(Span Creates, Span Updates)> RoundAsync(Bench bench, string scope, int count)
    {
        var cycle = new CycleClock(bench.Clock);
        await using BenchDevice device = await bench.NewDeviceAsync(scope);
        await device.Client.SyncAsync();
        await device.PrepareCreatesAsync(scope, 0, count);
        Bench.Settle();
        (SyncReport created, Span creates, _) = await cycle.RunAsync(device.Client);
        await device.PrepareEditsAsync(permit => permit.Location = $"moved, {permit.Location}");
        Bench.Settle();
        (SyncReport updated, Span updates, _) = await cycle.RunAsync(device.Client);
        if (created.Applied != count || updated.Applied != count)
            throw new InvalidOperationException($"Of {count} creates and updates {created.Applied} and {updated.Applied} were taken in.");
        return (creates, updates);
    }

    /// <summary>The same rows into the same kind of database on the same disk, twice: first new, then over the old.</summary>
    private static async Task<(double Creates, double Updates)> RawAsync(Bench bench, int count)
    {
        if (bench.Setup.Server != "sqlite")
        {
            await RawPostgres.OneTransactionAsync(bench.Database, "warm", count);
            return (await RawPostgres.OneTransactionAsync(bench.Database, "raw", count), await RawPostgres.OneTransactionAsync(bench.Database, "raw", count, edition: 2));
        }
        using var raw = new RawSqlite(bench.NewFile("raw"));
        raw.OneTransaction("warm", count);
        return (raw.OneTransaction("raw", count), raw.OneTransaction("raw", count, edition: 2));
    }
}
