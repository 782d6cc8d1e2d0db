namespace Athens.Ptw.Catalogue;

/// <summary>How bad it may become, least first.</summary>
public static class RiskLevel
{
    public static IReadOnlyList<string> All { get; } = ["low", "medium", "high", "critical"];
}
