namespace Athens.Ptw.Permits;

/// <summary>How urgent a job is. A word of a site's own is kept as it is.</summary>
public static class PermitPriority
{
    public const string Low = "low";
    public const string Medium = "medium";
    public const string High = "high";

    /// <summary>The job goes before every other one of the site: not everybody may say so.</summary>
    public const string Emergency = "emergency";
}
