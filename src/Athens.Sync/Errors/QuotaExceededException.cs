namespace Athens.Sync;

/// <summary>A device has more under way at the server than it may; nothing was applied.</summary>
public sealed class QuotaExceededException(string message) : SyncException(message);
