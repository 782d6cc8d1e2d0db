using System.Text.RegularExpressions;
using Athens.Sync.Architecture.Tests.Sources;

namespace Athens.Sync.Architecture.Tests.Readme;

/// <summary>docs/failure-modes.md names tests: each must be one.</summary>
public sealed partial class FailureModeTests
{
    [Fact]
    public void EveryTestThatIsNamed_IsThere()
    {
        string[] named = [.. TestName().Matches(Repository.Read("docs/failure-modes.md")).Select(match => match.Groups[1].Value).Distinct()];
        HashSet<string> there = [.. Repository.Files("tests", "*.cs").Concat(Repository.Files("src/Athens.Sync.Testing", "*.cs"))
            .SelectMany(path => Declared().Matches(Repository.Read(path)).Select(match => match.Groups[1].Value))];

        Assert.True(named.Length > 40, $"{named.Length} names were found.");
        Assert.Equal([], named.Where(name => !there.Contains(name)));
    }

    [GeneratedRegex("`([A-Za-z0-9]+_[A-Za-z0-9_]+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"\[(?:Fact|Theory|Property)[^\]]*\](?:\s*\[[^\n]*\])*\s*public (?:async )?(?:virtual )?(?:async )?(?:Task|void) ([A-Za-z0-9_]+)\(")]
    private static partial Regex Declared();
}
