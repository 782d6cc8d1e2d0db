using Athens.Sync.Wire;

namespace Athens.Sync.Client;

/// <summary>How a device synchronizes.</summary>
public sealed record SyncClientOptions
{
    /// <summary>The scopes to keep a replica of; null stands for the user's own. The first is where new entities go.</summary>
    public IReadOnlyList<string?> Scopes { get; init; } = [null];

    /// <summary>The most changes of one push. 1 or more; 100 unless set.</summary>
    public int PushBatch { get; init; } = 100;

    /// <summary>The most entities of one pull page; null leaves it to the server.</summary>
    public int? PullPage { get; init; }

    /// <summary>The limits of the wire.</summary>
    public SyncLimits Limits { get; init; } = SyncLimits.Default;
}
