using System.Globalization;
using System.Text.Json;
using Athens.Sync.DeviceProcess;
using Athens.Sync.DeviceProcess.Tests;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.ServerProcess.Tests;

/// <summary>One database and the lives of its server: each ends by a kill, and in the last one all devices settle.</summary>
public sealed class ServerCampaign(SheetDatabase database, int seed)
{
    private const int Devices = 3;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly Ledger ledger = new();
    private readonly Road road = new();

    public int Kills { get; private set; }

    public int Acknowledged => ledger.Acknowledged;

    /// <summary>How often the server was killed at each step.</summary>
    public Dictionary<string, int> Stood { get; } = [];

    public async Task RunAsync(int kills)
    {
        Worker[] workers = [.. Enumerable.Range(1, Devices).Select(n => new Worker($"d{n}", $"{seed}", road, ledger))];
        for (int life = 1; life <= kills; life++)
        {
            int number = ((seed - 1) * kills) + life;
            var plan = ServerPlan.Draw(number, new Random(number));
            await Guard(life, plan, () => LiveAsync(life, plan, workers));
        }
        await Guard(kills + 1, null, () => SettleAsync(workers));
        foreach (Worker worker in workers)
            await worker.DisposeAsync();
    }

    private async Task LiveAsync(int life, ServerPlan plan, Worker[] workers)
    {
        await using (ServerLife server = Start(plan))
        {
            if (await server.ListeningAsync() is { } port)
                road.LeadTo(port);
            await Task.WhenAll(workers.Select((worker, n) => Task.Run(() => worker.WorkAsync(life, new Random(HashCode.Combine(seed, life, n)), server))));
            await server.KillAsync(TimeSpan.Zero);
            Kills++;
            if (server.Stood is { } step)
                Stood[step] = Stood.GetValueOrDefault(step) + 1;
        }
    }

    private async Task SettleAsync(Worker[] workers)
    {
        await using (ServerLife server = Start(null))
        {
            road.LeadTo((await server.ListeningAsync())!.Value);
            // The first round brings everything to the server, the second brings it to everybody.
            foreach (Worker worker in workers.Concat(workers))
                await worker.SettleAsync();
        }
        await CheckAsync(workers);
    }

    /// <summary>What is in the database, and nothing else, is what was acknowledged and what each device holds.</summary>
    private async Task CheckAsync(Worker[] workers)
    {
        await using var context = new SheetContext(Options());
        List<Sheet> rows = await context.Sheets.AsNoTracking().ToListAsync();
        ledger.Check(rows.ToDictionary(row => row.Id, row => JsonSerializer.SerializeToElement(row, Json)));
        Assert.DoesNotContain(rows, row => row.Number is null);
        Assert.Equal(rows.Count, rows.Select(row => row.Number).Distinct().Count());
        foreach (Worker worker in workers)
            Assert.Equal(Shown(rows), Shown((await worker.HoldsAsync()).Values));
        // Nobody had to register anew, and what was acknowledged is forgotten but for the last two batches of each: the last push tells of neither.
        Assert.Equal(workers.Length, await CountAsync(context, "FROM athens_sync_devices"));
        Assert.InRange(await CountAsync(context, "FROM athens_sync_changes"), 0, workers.Length * 2 * Worker.Batch);
        Assert.Equal(rows.Count, await CountAsync(context, "FROM athens_sync_entries WHERE status = 0"));
    }

    private static async Task<int> CountAsync(SheetContext context, string of)
    {
        string sql = $"SELECT CAST(COUNT(*) AS integer) AS \"Value\" {of}";
        return await context.Database.SqlQueryRaw<int>(sql).SingleAsync();
    }

    private static IEnumerable<string> Shown(IEnumerable<Sheet> sheets) => sheets
        .Select(sheet => string.Create(CultureInfo.InvariantCulture, $"{sheet.Id} {sheet.Title} {sheet.Site} {sheet.Number} {sheet.Count}: {string.Join(' ', sheet.Tags.Order(StringComparer.Ordinal))}"))
        .Order(StringComparer.Ordinal);

    private ServerLife Start(ServerPlan? plan) =>
        ServerLife.Start(new ServerArguments { Database = database, Step = plan?.Step ?? "-", Time = plan?.Time ?? 0 }, plan);

    private DbContextOptions<SheetContext> Options()
    {
        var options = new DbContextOptionsBuilder<SheetContext>();
        database.Use(options);
        return options.Options;
    }

    private async Task Guard(int life, ServerPlan? plan, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{database.Kind}, seed {seed}, life {life} ({plan?.ToString() ?? "settling"}): {e.Message}\nReplay with ATHENS_SYNC_KILL_SEED={seed}.", e);
        }
    }
}
