namespace Athens.Sync.Testing.ServerStores;

/// <summary>How urgent a <see cref="Note"/> is.</summary>
public enum NotePriority
{
    /// <summary>The default.</summary>
    Normal,

    /// <summary>More urgent, and two words on the wire.</summary>
    VeryHigh,
}
