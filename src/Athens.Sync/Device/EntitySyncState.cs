namespace Athens.Sync.Device;

/// <summary>How an entity stands with the server.</summary>
public enum EntitySyncState
{
    /// <summary>Nothing of it waits.</summary>
    Synced,

    /// <summary>A change of it waits to be sent, or for its verdict.</summary>
    Pending,

    /// <summary>A change of it needs a decision.</summary>
    Conflict,

    /// <summary>A change of it was refused.</summary>
    Failed,
}
