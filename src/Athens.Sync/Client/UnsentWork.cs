using Athens.Sync.Device;

namespace Athens.Sync;

/// <summary>What a user of this device has made and the server does not have.</summary>
public sealed record UnsentWork
{
    /// <summary>Who; null for a store that has never been opened for anyone.</summary>
    public required SyncUser? User { get; init; }

    /// <summary>The store's name.</summary>
    public required string StoreName { get; init; }

    /// <summary>How many changes stand where.</summary>
    public required OutboxCounts Changes { get; init; }

    /// <summary>How many decisions on conflicts wait to be told.</summary>
    public required int Decisions { get; init; }

    /// <summary>How many changes and decisions there are: those that wait, and those that need a decision or were refused.</summary>
    public int Count => Changes.Waiting + Changes.Conflict + Changes.Failed + Decisions;

    internal static UnsentWork Of(string name, DeviceState state) =>
        new() { User = state.Owner, StoreName = name, Changes = state.Counts, Decisions = state.Resolutions.Count };
}
