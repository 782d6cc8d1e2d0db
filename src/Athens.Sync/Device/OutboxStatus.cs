namespace Athens.Sync.Device;

/// <summary>Where a change in the outbox stands.</summary>
public enum OutboxStatus
{
    /// <summary>Not sent yet; it may still be coalesced, rebased or dropped.</summary>
    Pending,

    /// <summary>Sent at least once and without a verdict; it is frozen.</summary>
    Syncing,

    /// <summary>Taken in by the server, or closed by a resolution.</summary>
    Synced,

    /// <summary>Needs a decision.</summary>
    Conflict,

    /// <summary>Refused by the server; kept and shown until retried or discarded.</summary>
    Failed,
}
