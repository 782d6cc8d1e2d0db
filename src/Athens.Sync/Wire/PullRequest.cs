using Athens.Sync.Modeling;

namespace Athens.Sync.Wire;

/// <summary>Asks for what changed in one lane of one scope.</summary>
public sealed record PullRequest
{
    /// <summary>The device; null from clients that do not say. The server keeps tombstones for the devices that it knows.</summary>
    public string? DeviceId { get; init; }

    /// <summary>The scope; null means the caller's own.</summary>
    public string? Scope { get; init; }

    /// <summary>The lane.</summary>
    public string Lane { get; init; } = Lanes.Default;

    /// <summary>Where the last answer ended; null for a new replica.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>The most entities wanted; null leaves it to the server.</summary>
    public int? Limit { get; init; }
}
