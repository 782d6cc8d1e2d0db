using System.Diagnostics;
using System.Text.Json;
using Xunit.Abstractions;

namespace Athens.Sync.ServerProcess.Tests;

/// <summary>The program that measures speed: whether it still can, not how fast anything is.</summary>
public sealed class MeasuringProgramTests(ITestOutputHelper output) : IDisposable
{
    private const string Program = "Athens.Sync.EndToEnd";

    private static readonly string[] Cases =
        ["raw", "push", "first-pull", "incremental-pull", "enqueue", "save-during-pull", "stale", "scopes", "wire", "json", "growth"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("athens-sync-measure-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task QuickRun_OfEveryCase_GivesFiguresATableAndPlots()
    {
        string json = Path.Combine(folder.FullName, "figures.jsonl");
        string document = Path.Combine(folder.FullName, "performance.md");
        await File.WriteAllTextAsync(document, "before\n<!-- figures of benchmarks/Athens.Sync.EndToEnd -->\nold\n<!-- end of the figures -->\nafter\n");

        await RunAsync("--quick", "--json", json);
        await RunAsync("report", json, folder.FullName);

        List<JsonElement> figures = [.. (await File.ReadAllLinesAsync(json)).Select(line => JsonElement.Parse(line))];
        Assert.Equal(Cases, figures.Select(figure => figure.GetProperty("case").GetString()).Distinct());
        Assert.All(figures.Where(figure => figure.GetProperty("unit").GetString() is not "MB"), figure => Assert.True(figure.GetProperty("value").GetDouble() > 0, figure.ToString()));
        string[] lines = await File.ReadAllLinesAsync(document);
        Assert.Equal(("before", "after"), (lines[0], lines[^1]));
        Assert.DoesNotContain("old", lines);
        Assert.Contains(lines, line => line.StartsWith("| creates | sqlite / sqlite | ", StringComparison.Ordinal));
        Assert.Equal(["growth-memory.svg", "growth-rate.svg", "scopes.svg"], Directory.GetFiles(Path.Combine(folder.FullName, "performance")).Select(Path.GetFileName).Order());
    }

    private async Task RunAsync(params string[] args)
    {
        string program = Path.Combine(AppContext.BaseDirectory.Replace($"tests{Path.DirectorySeparatorChar}Athens.Sync.ServerProcess.Tests", $"benchmarks{Path.DirectorySeparatorChar}{Program}", StringComparison.Ordinal), $"{Program}.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", program, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        output.WriteLine(said);
        Assert.True(process.ExitCode == 0, await errors);
    }
}
