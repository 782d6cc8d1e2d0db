namespace Athens.Sync;

/// <summary>A call to the server brought no answer of the protocol. The outbox is untouched.</summary>
public sealed class SyncTransportException : SyncException
{
    /// <summary>Makes the exception.</summary>
    public SyncTransportException(TransportFailure failure, string message, Exception? inner = null) : base(message, inner) => Failure = failure;

    /// <summary>What kind of failure it was.</summary>
    public TransportFailure Failure { get; }

    /// <summary>How long the server asks to wait, where it says so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <inheritdoc />
    public override bool IsTransient => Failure is TransportFailure.Unreachable or TransportFailure.Unavailable;
}
