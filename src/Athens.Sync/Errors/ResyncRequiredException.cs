namespace Athens.Sync;

/// <summary>
/// The server does not continue from where the device stands: its history is another one, or the checkpoint is too
/// old, of another model, or of other rights. Nothing was applied; the device pulls afresh and keeps its outbox.
/// </summary>
public sealed class ResyncRequiredException(string message) : SyncException(message);
