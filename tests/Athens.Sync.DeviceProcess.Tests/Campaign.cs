using System.Globalization;
using System.Text.Json;
using Athens.Sync.Wire;

namespace Athens.Sync.DeviceProcess.Tests;

/// <summary>One file and its lives: each ends by a kill, the next must find all that was acknowledged, and the last one settles.</summary>
public sealed class Campaign(string store, int seed)
{
    private readonly Ledger ledger = new();

    public int Kills { get; private set; }

    public int Acknowledged => ledger.Acknowledged;

    /// <summary>How often the process was killed at each step.</summary>
    public Dictionary<string, int> Stood { get; } = [];

    public async Task RunAsync(int kills)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("athens-sync-kill-");
        await using SheetServer server = await SheetServer.StartAsync();
        await using var colleague = new Colleague(server.Address);
        for (int life = 1; life <= kills; life++)
        {
            var random = new Random((seed * 1_000) + life);
            var plan = LifePlan.Draw(random);
            DeviceArguments arguments = Arguments(folder, server, life, plan, random.Next());
            await Guard(life, plan, async () =>
            {
                await colleague.WorkAsync(random, $"c{life}", ledger);
                Take(await DeviceLife.RunAsync(arguments, plan));
            });
        }
        await Guard(kills + 1, null, () => SettleAsync(folder, server));
        folder.Delete(recursive: true);
    }

    private DeviceArguments Arguments(DirectoryInfo folder, SheetServer server, int life, LifePlan? plan, int lifeSeed) => new()
    {
        Store = store,
        File = Path.Combine(folder.FullName, "device.db"),
        Server = server.Address,
        Seed = lifeSeed,
        Life = string.Create(CultureInfo.InvariantCulture, $"{seed}.{life}"),
        Step = plan is null ? "settle" : plan.Step ?? "-",
        Time = plan?.Time ?? 0,
    };

    private async Task Guard(int life, LifePlan? plan, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{store}, seed {seed}, life {life} ({plan?.ToString() ?? "settling"}): {e.Message}\nReplay with ATHENS_SYNC_KILL_SEED={seed}.", e);
        }
    }

    /// <summary>Checks what a life found when it began, and notes what it did.</summary>
    private void Take(DeviceLife life)
    {
        if (life.WasKilled)
            Kills++;
        if (life.Stood is { } step)
            Stood[step] = Stood.GetValueOrDefault(step) + 1;
        string[][] lines = [.. life.Lines.Select(line => line.Split(' ', 5))];
        Assert.DoesNotContain(lines, line => line is ["synced", not "", ..]);
        if (lines.Any(line => line[0] == "queue"))
            ledger.Check(Held(lines));
        foreach (string[] line in lines.Where(line => line[0] is "try" or "done"))
            ledger.Note(line);
    }

    private async Task SettleAsync(DirectoryInfo folder, SheetServer server)
    {
        DeviceLife last = await DeviceLife.RunAsync(Arguments(folder, server, 0, null, 0), null);
        Take(last);
        string[][] lines = [.. last.Lines.Select(line => line.Split(' ', 5)).Reverse().TakeWhile((line, n) => n == 0 || line[0] == "holds")];
        string[] undecided = [.. last.Lines.Where(line => line.StartsWith("undecided ", StringComparison.Ordinal))];
        Assert.True(undecided.Length == 0, string.Join('\n', undecided));
        Assert.Equal(["queue", "0", "0", "0"], lines[0]);
        IReadOnlyDictionary<string, PulledEntity> expected = await server.SheetsAsync();
        Dictionary<string, JsonElement> sheets = expected.ToDictionary(sheet => sheet.Key, sheet => JsonElement.Parse(sheet.Value.Data!.ToString()));
        ledger.Check(sheets);
        Assert.Equal(sheets.Count, sheets.Values.Select(sheet => sheet.GetProperty("number").GetInt64()).Distinct().Count());
        Assert.Equal(
            expected.Select(sheet => $"{sheet.Key} {sheet.Value.Version} Synced {Sorted(sheet.Value.Data!.ToString())}").Order(StringComparer.Ordinal),
            lines.Skip(1).Select(line => $"{line[1]} {line[2]} {line[3]} {Sorted(line[4])}").Order(StringComparer.Ordinal));
    }

    private static Dictionary<string, JsonElement> Held(string[][] lines) =>
        lines.TakeWhile(line => line[0] != "queue").Where(line => line[0] == "holds").ToDictionary(line => line[1], line => JsonElement.Parse(line[4]));

    private static string Sorted(string json) =>
        string.Join(", ", JsonElement.Parse(json).EnumerateObject().OrderBy(field => field.Name, StringComparer.Ordinal).Select(field => $"{field.Name}: {field.Value.GetRawText()}"));
}
