using Athens.Sync.EndToEnd.Measuring;
using Athens.Sync.EndToEnd.Reporting;
using Athens.Sync.EndToEnd.Running;

namespace Athens.Sync.EndToEnd.Cases;

/// <summary>One row of the table: what is measured, over which stores, and against which limit.</summary>
public abstract class Case
{
    private const double CpuEntities = 10_000;

    private static readonly Case[] All =
    [
        new RawLimits(), new Push(), new FirstPull(), new IncrementalPull(), new Enqueue(), new SaveDuringPull(), new StaleChanges(), new Scopes(), new WireBytes(), new JsonCost(),
        new Growth("growth", true, [1_000, 10_000, 100_000]), new Growth("million", false, [10_000, 1_000_000]),
    ];

    public abstract string Name { get; }

    public abstract IReadOnlyList<Setup> Setups { get; }

    /// <summary>The cases whose names hold one of the words; all of the table without a word.</summary>
    public static IEnumerable<Case> Named(IReadOnlyList<string> words) =>
        words.Count == 0 ? All.Where(found => found.IsInTable) : All.Where(found => words.Any(found.Name.Contains));

    /// <summary>False for what takes too long to run with the rest.</summary>
    public virtual bool IsInTable => true;

    public abstract Task RunAsync(Bench bench);

    /// <summary>The median of rounds, with what they cost a processor.</summary>
    protected static Figure RateOf(string what, string unit, int count, IReadOnlyList<Measuring.Span> rounds)
    {
        double[] rates = [.. rounds.Select(round => count / round.Wall.TotalSeconds)];
        return new Figure
        {
            What = what,
            Unit = unit,
            Value = Quantile.Median(rates),
            Rounds = rates,
            Count = count,
            DeviceCpu = Quantile.Median(rounds.Select(round => round.DeviceCpu.TotalMilliseconds * CpuEntities / count)),
            ServerCpu = Quantile.Median(rounds.Select(round => round.ServerCpu.TotalMilliseconds * CpuEntities / count)),
        };
    }
}
