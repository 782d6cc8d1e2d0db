namespace Athens.Sync.EntityFrameworkCore.Tests.Stress;

/// <summary>How long a stress test runs where the environment says nothing: most of them shortly, in every run of the tests.</summary>
internal static class StressRun
{
    public const string Variable = "ATHENS_SYNC_STRESS_SECONDS";

    public const int ShortSeconds = 8;

    public const int LongSeconds = 60;

    /// <summary>The time that the environment asks for, or else the one given.</summary>
    public static TimeSpan DurationOr(int seconds) => TimeSpan.FromSeconds(int.TryParse(Environment.GetEnvironmentVariable(Variable), out int asked) ? asked : seconds);
}
