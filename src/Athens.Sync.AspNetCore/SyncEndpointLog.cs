using Microsoft.Extensions.Logging;

namespace Athens.Sync.AspNetCore;

/// <summary>What the endpoints log: event ids 4000 to 4099. Counts and kinds, never what was sent.</summary>
internal static partial class SyncEndpointLog
{
    [LoggerMessage(4001, LogLevel.Debug, "A push of {Total} changes was answered: {Applied} applied, {Conflicts} conflicts, {Rejected} rejected.")]
    public static partial void Pushed(ILogger logger, int total, int applied, int conflicts, int rejected);

    [LoggerMessage(4002, LogLevel.Debug, "A pull was answered with {Entities} entities; more is waiting: {HasMore}.")]
    public static partial void Pulled(ILogger logger, int entities, bool hasMore);

    [LoggerMessage(4010, LogLevel.Information, "A sync request was refused with {Status}.")]
    public static partial void Refused(ILogger logger, int? status);

    [LoggerMessage(4011, LogLevel.Information, "A device was told to pull afresh.")]
    public static partial void ResyncRequired(ILogger logger);

    [LoggerMessage(4012, LogLevel.Warning, "A device was told to register anew: its numbers went back.")]
    public static partial void RegistrationRequired(ILogger logger);

    [LoggerMessage(4020, LogLevel.Warning, "The store could not serve a sync request now.")]
    public static partial void StoreBusy(ILogger logger, Exception exception);

    [LoggerMessage(4021, LogLevel.Error, "A sync request failed.")]
    public static partial void Failed(ILogger logger, Exception exception);

    [LoggerMessage(4030, LogLevel.Information, "Maintenance removed {Count} records and tombstones.")]
    public static partial void Maintained(ILogger logger, int count);

    [LoggerMessage(4031, LogLevel.Error, "Maintenance failed; it is tried again at its next time.")]
    public static partial void MaintenanceFailed(ILogger logger, Exception exception);
}
