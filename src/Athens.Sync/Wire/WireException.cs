namespace Athens.Sync.Wire;

/// <summary>What was sent is not a request of this protocol; the message names what is wrong, for the sender.</summary>
public sealed class WireException(string message, Exception? inner = null) : SyncException(message, inner);
