namespace Athens.Sync.IndexedDb;

/// <summary>What the browser says of the room that it gives the page's origin.</summary>
/// <param name="Used">Bytes in use, about.</param>
/// <param name="Quota">Bytes that there may be, about.</param>
/// <param name="IsPersistent">True when the browser does not clear them by itself.</param>
public sealed record StorageEstimate(long Used, long Quota, bool IsPersistent);
