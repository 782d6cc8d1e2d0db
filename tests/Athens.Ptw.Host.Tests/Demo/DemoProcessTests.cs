using System.Text.RegularExpressions;

namespace Athens.Ptw.Host.Tests.Demo;

/// <summary>The demo as a person runs it.</summary>
public sealed partial class DemoProcessTests(DemoRun run) : IClassFixture<DemoRun>
{
    [Fact]
    public void TheDemo_EndsWithThreeEqualDigests_AMergeAndAConflict()
    {
        Assert.True(run.ExitCode == 0, $"{run.ExitCode}{Environment.NewLine}{run.Output}{Environment.NewLine}{run.Error}");
        string[] digests = [.. Digest().Matches(run.Output).Select(match => match.Value)];
        Assert.Equal(3, digests.Length);
        Assert.Single(digests.Distinct());
        Assert.NotEqual(0, Count("Merged"));
        Assert.NotEqual(0, Count("Conflicts"));
    }

    [Fact]
    public void TheDemo_WithoutATerminal_IsPlainAndLeavesNothingBehind()
    {
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.Contains("09:10", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
        Assert.Empty(run.LeftBehind);
    }

    private int Count(string what) => int.Parse(Regex.Match(run.Output, $@"{what}: (\d+)").Groups[1].ValueSpan);

    [GeneratedRegex(@"\b[0-9a-f]{64}\b")]
    private static partial Regex Digest();
}
