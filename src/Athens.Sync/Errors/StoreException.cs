namespace Athens.Sync;

/// <summary>A store could not do what it was asked; nothing of it was done.</summary>
public sealed class StoreException : SyncException
{
    /// <summary>Makes the exception.</summary>
    public StoreException(StoreFailure failure, string message, Exception? inner = null) : base(message, inner) => Failure = failure;

    /// <summary>What kind of failure it was.</summary>
    public StoreFailure Failure { get; }

    /// <inheritdoc />
    public override bool IsTransient => Failure is StoreFailure.Busy;
}
