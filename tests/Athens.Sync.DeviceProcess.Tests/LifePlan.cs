namespace Athens.Sync.DeviceProcess.Tests;

/// <summary>How a life of the process ends, drawn from a seed.</summary>
/// <param name="Step">The step at which it stands still and is killed; null when it is killed wherever it is.</param>
/// <param name="Time">At which time that it comes to the step.</param>
/// <param name="Lines">After how many of its lines it is killed, where there is no step.</param>
/// <param name="Pause">How long after that.</param>
public sealed record LifePlan(string? Step, int Time, int Lines, TimeSpan Pause)
{
    private const int FirstLine = 1;

    public static LifePlan Draw(Random random) => random.Next(10) switch
    {
        < 6 => new LifePlan(Steps.All[random.Next(Steps.All.Count)], random.Next(1, 4), 0, TimeSpan.Zero),
        // While it opens its file.
        6 => new LifePlan(null, 0, FirstLine, TimeSpan.FromMilliseconds(random.Next(0, 300))),
        _ => new LifePlan(null, 0, random.Next(8, 80), TimeSpan.FromMicroseconds(random.Next(0, 3_000))),
    };

    public override string ToString() => Step is null ? $"after line {Lines} and {Pause.TotalMilliseconds} ms" : $"at {Step}, time {Time}";
}
