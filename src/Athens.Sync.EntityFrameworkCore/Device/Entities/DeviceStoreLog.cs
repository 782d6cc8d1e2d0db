using Microsoft.Extensions.Logging;

namespace Athens.Sync.EntityFrameworkCore.Device.Entities;

/// <summary>What the device's store logs: event ids 3000 to 3099. Types, never keys or values.</summary>
internal static partial class DeviceStoreLog
{
    [LoggerMessage(3001, LogLevel.Warning, "A row of {Type} was written past the change tracker. What was written there is queued now; use SaveChanges, so that it is queued at once.")]
    public static partial void StrayQueued(ILogger logger, string type);

    [LoggerMessage(3002, LogLevel.Error, "A row of {Type} was written past the change tracker, with what the server would refuse. The row shows again what it did before.")]
    public static partial void StrayRefused(ILogger logger, string type, Exception exception);

    [LoggerMessage(3003, LogLevel.Information, "The app's tables have another shape than when they were last written; {Rows} rows were brought up to it.")]
    public static partial void Reshaped(ILogger logger, int rows);
}
