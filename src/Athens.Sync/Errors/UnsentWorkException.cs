namespace Athens.Sync;

/// <summary>A user's store was to be deleted, and holds work that no server has; nothing was deleted.</summary>
/// <param name="count">How many changes and decisions.</param>
public sealed class UnsentWorkException(int count) : SyncException($"The store holds {count} changes or decisions that the server does not have. Send them first, or say that they are to be lost.")
{
    /// <summary>How many changes and decisions the server does not have.</summary>
    public int Count { get; } = count;
}
