namespace Athens.Sync.Blazor.Conflicts;

/// <summary>Whose value of a field a person picked.</summary>
public enum ConflictSide
{
    /// <summary>This device's.</summary>
    Mine,

    /// <summary>The server's.</summary>
    Server,

    /// <summary>What auto merge makes of both.</summary>
    Merged,
}
