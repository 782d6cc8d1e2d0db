namespace Athens.Sync.Modeling;

/// <summary>The lanes of a scope's feed. Each has its own sequence and checkpoint.</summary>
public static class Lanes
{
    /// <summary>The lane of entity types declared critical; sent and pulled first.</summary>
    public const string Critical = "critical";

    /// <summary>The lane of all other types.</summary>
    public const string Default = "default";
}
