using System.Runtime.ExceptionServices;

namespace Athens.Sync.Testing.Simulating;

/// <summary>Runs days beside each other, and tells of them as if they had run one after another.</summary>
internal sealed class SimulatedDays(int[] seeds, Func<int, CancellationToken, Task<SimulationReport>> run)
{
    private readonly SimulationReport?[] reports = new SimulationReport?[seeds.Length];
    private readonly Lock gate = new();
    private int next;
    private int failed = int.MaxValue;
    private Exception? failure;

    /// <returns>The days' reports, in the order of their seeds.</returns>
    public async Task<SimulationReport> RunAsync(int workers, CancellationToken cancellationToken)
    {
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(() => WorkAsync(cancellationToken), cancellationToken))).ConfigureAwait(false);
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
        return reports.Aggregate(new SimulationReport(), (sum, day) => sum.With(day!));
    }

    /// <summary>After a day that went wrong, only those before it are still run: the first to go wrong is always the same one.</summary>
    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (Take() is { } index)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                reports[index] = await run(seeds[index], cancellationToken).ConfigureAwait(false);
            }
            catch (SimulationFailedException exception)
            {
                Fail(index, exception);
            }
        }
    }

    private int? Take()
    {
        lock (gate)
            return next < seeds.Length && next < failed ? next++ : null;
    }

    private void Fail(int index, Exception exception)
    {
        lock (gate)
        {
            if (index < failed)
                (failed, failure) = (index, exception);
        }
    }
}
