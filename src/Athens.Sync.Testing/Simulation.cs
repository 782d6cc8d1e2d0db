using System.Globalization;
using System.Runtime.CompilerServices;
using Athens.Sync.Testing.Simulating;

namespace Athens.Sync.Testing;

/// <summary>
/// Runs days at random over an app's own model: devices that edit, send, crash and are put back, networks that fail, a server that
/// stops. When the faults end, all must come to rest and hold the same, and nothing that was acknowledged may be missing.
/// </summary>
/// <remarks>One seed is one day, and always the same day: nothing of it depends on a clock, a thread or chance from outside.</remarks>
public static class Simulation
{
    /// <summary>With this variable of the environment, only the day of that seed is run.</summary>
    public const string SeedVariable = "ATHENS_SYNC_SEED";

    /// <summary>Runs days, each under a seed of its own, several at a time.</summary>
    /// <param name="model">The app's entity types.</param>
    /// <param name="options">How many days, and of what kind; null for 1,000 days.</param>
    /// <param name="cancellationToken">Ends the run between two steps.</param>
    /// <param name="test">The test that calls, for the command that runs a day again.</param>
    /// <returns>What was done, in numbers.</returns>
    /// <exception cref="SimulationFailedException">A day went wrong: the message names its seed, what went wrong, and the command that runs it again. Of several, it is the one that comes first.</exception>
    public static async Task<SimulationReport> RunAsync(SyncModel model, SimulationOptions? options = null, CancellationToken cancellationToken = default, [CallerMemberName] string test = "")
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new SimulationOptions();
        int[] seeds = int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), CultureInfo.InvariantCulture, out int only)
            ? [only]
            : [.. options.KnownSeeds, .. Enumerable.Range(options.FirstSeed, options.Seeds)];
        var days = new SimulatedDays(seeds, (seed, token) => RunDayAsync(model, options, seed, test, token));
        return await days.RunAsync(options.Workers, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<SimulationReport> RunDayAsync(SyncModel model, SimulationOptions options, int seed, string test, CancellationToken cancellationToken)
    {
        ISimulationStores stores = options.Stores(model, seed);
        await using (stores.ConfigureAwait(false))
        {
            using var day = new SimulatedDay(model, options, stores, seed);
            try
            {
                await day.RunAsync(cancellationToken).ConfigureAwait(false);
                return day.Report();
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                string again = string.Create(CultureInfo.InvariantCulture, $"{SeedVariable}={seed} dotnet test --filter \"FullyQualifiedName~{test}\"");
                throw new SimulationFailedException(seed, $"The day of seed {seed} went wrong: {exception.Message}\nRun it again with: {again}\nWhat was done:\n{string.Join('\n', day.Steps)}", day.Steps, exception);
            }
        }
    }
}
