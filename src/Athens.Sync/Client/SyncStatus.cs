using Athens.Sync.Device;

namespace Athens.Sync;

/// <summary>How a device stands with its server, at one moment.</summary>
public sealed record SyncStatus
{
    /// <summary>How many changes of the outbox stand where.</summary>
    public required OutboxCounts Changes { get; init; }

    /// <summary>When the last cycle ended well; null before the first.</summary>
    public DateTimeOffset? LastSyncAt { get; init; }

    /// <summary>The server's clock at the last complete pull: how old what the user sees is.</summary>
    public DateTimeOffset? DataAsOf { get; init; }
}
