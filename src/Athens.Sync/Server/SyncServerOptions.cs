using Athens.Sync.Wire;

namespace Athens.Sync.Server;

/// <summary>How the server behaves.</summary>
public sealed record SyncServerOptions
{
    /// <summary>The limits of the wire.</summary>
    public SyncLimits Limits { get; init; } = SyncLimits.Default;
}
