namespace Athens.Ptw.Host.Permits;

/// <summary>How urgent a job is. A word of a site's own is kept as it is: nothing is decided by it.</summary>
public static class PermitPriority
{
    public const string Low = "low";
    public const string Medium = "medium";
    public const string High = "high";
}
