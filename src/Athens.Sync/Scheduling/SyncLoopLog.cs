using Microsoft.Extensions.Logging;

namespace Athens.Sync.Scheduling;

/// <summary>What the loop logs: event ids 2000 to 2099. Kinds and times, never what was sent.</summary>
internal static partial class SyncLoopLog
{
    [LoggerMessage(2001, LogLevel.Debug, "A cycle came to its end.")]
    public static partial void CycleEnded(ILogger logger);

    [LoggerMessage(2002, LogLevel.Information, "A cycle did not come to its end. The next is due in {Pause}.")]
    public static partial void CycleFailed(ILogger logger, TimeSpan? pause, Exception exception);

    [LoggerMessage(2003, LogLevel.Warning, "The server refused the caller. The loop waits to be woken.")]
    public static partial void CallerRefused(ILogger logger, Exception exception);

    [LoggerMessage(2004, LogLevel.Error, "A cycle failed unexpectedly. The next is due in {Pause}.")]
    public static partial void CycleBroke(ILogger logger, TimeSpan? pause, Exception exception);

    [LoggerMessage(2010, LogLevel.Warning, "A cycle did not heed its cancellation; it was left to end by itself.")]
    public static partial void CycleAbandoned(ILogger logger);
}
