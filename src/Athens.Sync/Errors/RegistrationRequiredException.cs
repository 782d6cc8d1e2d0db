namespace Athens.Sync;

/// <summary>
/// The device's numbers go back behind what it acknowledged before: it was restored from a backup, or cloned. Nothing was
/// applied; the device takes a new id and sends again.
/// </summary>
public sealed class RegistrationRequiredException(string message) : SyncException(message);
