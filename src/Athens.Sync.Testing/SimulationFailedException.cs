namespace Athens.Sync.Testing;

/// <summary>A simulated day went wrong.</summary>
public sealed class SimulationFailedException : Exception
{
    internal SimulationFailedException(int seed, string message, IReadOnlyList<string> steps, Exception inner) : base(message, inner)
    {
        Seed = seed;
        Steps = steps;
    }

    /// <summary>The seed of the day.</summary>
    public int Seed { get; }

    /// <summary>What was done until then, step by step.</summary>
    public IReadOnlyList<string> Steps { get; }
}
