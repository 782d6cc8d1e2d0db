using System.Collections.Frozen;

namespace Athens.Ptw.Isolation;

/// <summary>The states of an isolation point, and from each the state that it may move to.</summary>
public static class IsolationStatus
{
    public const string Assigned = "assigned";
    public const string Isolated = "isolated";
    public const string Verified = "verified";
    public const string Deisolated = "deisolated";

    public static IReadOnlyDictionary<string, string[]> Transitions { get; } =
        new Dictionary<string, string[]>
        {
            [Assigned] = [Isolated],
            [Isolated] = [Verified],
            [Verified] = [Deisolated],
            [Deisolated] = [],
        }.ToFrozenDictionary(StringComparer.Ordinal);
}
