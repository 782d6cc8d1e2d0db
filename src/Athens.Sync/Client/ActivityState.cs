namespace Athens.Sync.Client;

/// <summary>What an engine does at one moment. Immutable.</summary>
internal sealed record ActivityState
{
    public bool IsSyncing { get; init; }

    /// <summary>False when the device was told that it has no network.</summary>
    public bool HasNetwork { get; init; } = true;

    /// <summary>Why the last cycle did not come to its end; null when it did.</summary>
    public Exception? Failure { get; init; }

    public DateTimeOffset? NextAttemptAt { get; init; }

    public bool IsOnline => HasNetwork && Failure is not SyncTransportException { Failure: TransportFailure.Unreachable or TransportFailure.NotTheServer };
}
