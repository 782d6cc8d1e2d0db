namespace Athens.Sync.Modeling;

/// <summary>The model contradicts itself; the message names the entity, the field and what is wrong.</summary>
public sealed class SyncModelException(string message) : SyncException(message);
