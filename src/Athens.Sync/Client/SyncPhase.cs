namespace Athens.Sync;

/// <summary>The two halves of a cycle.</summary>
public enum SyncPhase
{
    /// <summary>The device's changes are being sent.</summary>
    Push,

    /// <summary>What is new on the server is being fetched.</summary>
    Pull,
}
