using System.Globalization;

namespace Athens.Sync.DeviceProcess.Tests;

/// <summary>
/// How many kills a run has, and how they are spread: ATHENS_SYNC_KILLS asks for another number of them for each store or database,
/// ATHENS_SYNC_KILL_SEED for one campaign of a seed, and ATHENS_SYNC_KILL_JOBS for another number of campaigns at once.
/// </summary>
public static class KillSettings
{
    public const int KillsOfACampaign = 10;

    /// <summary>The seeds of a run's campaigns.</summary>
    /// <param name="kills">How many kills a run has that is not told otherwise.</param>
    public static int[] Seeds(int kills) =>
        Variable("ATHENS_SYNC_KILL_SEED") is { } one ? [one] : [.. Enumerable.Range(1, (Variable("ATHENS_SYNC_KILLS") ?? kills) / KillsOfACampaign)];

    public static ParallelOptions Jobs { get; } = new() { MaxDegreeOfParallelism = Variable("ATHENS_SYNC_KILL_JOBS") ?? Environment.ProcessorCount };

    /// <summary>Counts kills by their step, for the run's report.</summary>
    public static string Counts(IEnumerable<KeyValuePair<string, int>> stood) => string.Join(", ", stood
        .GroupBy(step => step.Key, step => step.Value)
        .OrderBy(step => step.Key, StringComparer.Ordinal)
        .Select(step => $"{step.Key} {step.Sum()}"));

    private static int? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
