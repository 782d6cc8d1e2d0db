namespace Athens.Sync.EntityFrameworkCore.Tests.Stress;

/// <summary>How long a stress test runs: short in every run of the tests, longer where the environment says so.</summary>
internal static class StressRun
{
    public const string Variable = "ATHENS_SYNC_STRESS_SECONDS";

    public static TimeSpan Duration { get; } =
        TimeSpan.FromSeconds(int.TryParse(Environment.GetEnvironmentVariable(Variable), out int seconds) ? seconds : 8);
}
