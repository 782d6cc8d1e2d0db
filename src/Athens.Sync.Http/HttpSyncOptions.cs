using Athens.Sync.Wire;

namespace Athens.Sync.Http;

/// <summary>How the transport calls the server.</summary>
public sealed record HttpSyncOptions
{
    /// <summary>The longest that one call may take, its answer's body included. 100 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>A push of at least so many bytes is sent with gzip; null for never. 2 KiB.</summary>
    public int? CompressFromBytes { get; init; } = 2 << 10;

    /// <summary>The largest answer that is read, in bytes after decompression. 32 MiB: a push whose changes all conflict brings back their entities' states.</summary>
    public int AnswerBytesMax { get; init; } = 32 << 20;

    /// <summary>The longest wait that a server can ask for. One hour.</summary>
    public TimeSpan RetryAfterMax { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The limits of the wire; a push above them is not sent.</summary>
    public SyncLimits Limits { get; init; } = SyncLimits.Default;
}
