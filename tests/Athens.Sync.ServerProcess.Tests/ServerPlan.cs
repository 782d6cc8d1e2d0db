namespace Athens.Sync.ServerProcess.Tests;

/// <summary>How a life of the server ends, drawn from a seed.</summary>
/// <param name="Step">The step at which it stands still and is killed; null when it is killed wherever it is.</param>
/// <param name="Time">At which time that it comes to the step.</param>
/// <param name="Cycles">After how many cycles of the devices it is killed, where there is no step; none while it opens its database.</param>
/// <param name="Pause">How long after that.</param>
public sealed record ServerPlan(string? Step, int Time, int Cycles, TimeSpan Pause)
{
    /// <summary>Steps take turns, so that each is hit as often as the others; the rest is chance.</summary>
    public static ServerPlan Draw(int life, Random random) => random.Next(10) switch
    {
        < 7 => new ServerPlan(ServerSteps.All[life % ServerSteps.All.Count], random.Next(1, 5), 0, TimeSpan.Zero),
        7 => new ServerPlan(null, 0, 0, TimeSpan.FromMilliseconds(random.Next(0, 500))),
        _ => new ServerPlan(null, 0, random.Next(1, 30), TimeSpan.FromMicroseconds(random.Next(0, 5_000))),
    };

    public override string ToString() => Step is null ? $"after {Cycles} cycles and {Pause.TotalMilliseconds} ms" : $"at {Step}, time {Time}";
}
