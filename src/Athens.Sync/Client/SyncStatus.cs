using Athens.Sync.Device;

namespace Athens.Sync;

/// <summary>How a device stands with its server, at one moment. Immutable.</summary>
public sealed record SyncStatus
{
    /// <summary>The moment, by the device's clock.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>How many changes of the outbox stand where.</summary>
    public required OutboxCounts Changes { get; init; }

    /// <summary>False when the device was told that it has no network, or the last cycle did not reach the server.</summary>
    public bool IsOnline { get; init; }

    /// <summary>True while a cycle is under way.</summary>
    public bool IsSyncing { get; init; }

    /// <summary>When the last cycle ended well; null before the first.</summary>
    public DateTimeOffset? LastSyncAt { get; init; }

    /// <summary>The server's clock at the last complete pull: how old what the user sees is.</summary>
    public DateTimeOffset? DataAsOf { get; init; }

    /// <summary>When the oldest of the changes was made that can be sent and have no verdict; null when there is none.</summary>
    public DateTimeOffset? OldestPendingAt { get; init; }

    /// <summary>How long the oldest such change has waited; null when there is none.</summary>
    public TimeSpan? OldestPendingAge => OldestPendingAt is { } made ? (TakenAt > made ? TakenAt - made : TimeSpan.Zero) : null;

    /// <summary>
    /// When the loop (<see cref="SyncLoop"/>) will try next, by the device's clock. Null when nothing is planned: no loop
    /// runs, a cycle is under way, there is no network, or the server asks for a sign-in.
    /// </summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>Why the last cycle of this engine did not come to its end; null when it did, or none has run.</summary>
    public Exception? LastFailure { get; init; }

    /// <summary>True when the server refused the caller: the loop does not try again until it is woken, after a sign-in say.</summary>
    public bool IsSignInNeeded => LastFailure is SyncTransportException { Failure: TransportFailure.Unauthorized };
}
