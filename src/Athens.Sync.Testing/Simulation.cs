using System.Globalization;
using Athens.Sync.Testing.Simulating;

namespace Athens.Sync.Testing;

/// <summary>
/// Runs days at random over an app's own model: devices that edit, send, crash and are put back, networks that fail, a server that
/// stops. When the faults end, all must come to rest and hold the same, and nothing that was acknowledged may be missing.
/// </summary>
/// <remarks>One seed is one day, and always the same day: nothing of it depends on a clock, a thread or chance from outside.</remarks>
public static class Simulation
{
    /// <summary>Runs days, each under a seed of its own.</summary>
    /// <param name="model">The app's entity types.</param>
    /// <param name="options">How many days, and of what kind; null for 1,000 days.</param>
    /// <param name="cancellationToken">Ends the run between two steps.</param>
    /// <returns>What was done, in numbers.</returns>
    /// <exception cref="SimulationFailedException">A day went wrong: the message names its seed, what went wrong, and how to run it again.</exception>
    public static async Task<SimulationReport> RunAsync(SyncModel model, SimulationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new SimulationOptions();
        var report = new SimulationReport();
        foreach (int seed in options.KnownSeeds.Concat(Enumerable.Range(options.FirstSeed, options.Seeds)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            report = report.With(await RunDayAsync(model, options, seed, cancellationToken).ConfigureAwait(false));
        }
        return report;
    }

    private static async Task<SimulationReport> RunDayAsync(SyncModel model, SimulationOptions options, int seed, CancellationToken cancellationToken)
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
                string again = string.Create(CultureInfo.InvariantCulture, $"new SimulationOptions {{ FirstSeed = {seed}, Seeds = 1 }}");
                throw new SimulationFailedException(seed, $"The day of seed {seed} went wrong: {exception.Message} Run it again with {again}. What was done:\n{string.Join('\n', day.Steps)}", day.Steps, exception);
            }
        }
    }
}
