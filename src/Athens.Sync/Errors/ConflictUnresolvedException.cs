namespace Athens.Sync;

/// <summary>A decision on a conflict could not be carried out; nothing was changed. The message names what is open.</summary>
public sealed class ConflictUnresolvedException(string message) : SyncException(message);
