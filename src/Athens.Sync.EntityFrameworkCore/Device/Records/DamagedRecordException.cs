namespace Athens.Sync.EntityFrameworkCore.Device.Records;

/// <summary>A record is not what was written.</summary>
internal sealed class DamagedRecordException(string message, Exception? inner = null) : Exception(message, inner);
