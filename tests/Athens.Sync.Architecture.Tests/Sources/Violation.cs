namespace Athens.Sync.Architecture.Tests.Sources;

/// <summary>Where a rule is broken, and which one.</summary>
internal sealed record Violation(string File, int Line, string Rule)
{
    public static void AssertNone(IEnumerable<Violation> violations)
    {
        string[] lines = [.. violations.Select(violation => violation.ToString()).Distinct().Order(StringComparer.Ordinal)];
        if (lines.Length > 0)
            Assert.Fail($"{lines.Length} broken:\n  {string.Join("\n  ", lines)}");
    }

    public override string ToString() => $"{File}:{Line}: {Rule}";
}
