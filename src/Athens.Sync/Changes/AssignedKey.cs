namespace Athens.Sync;

/// <summary>Tells which key the server gave an entity that a device had made under a temporary one.</summary>
/// <param name="Entity">The entity type's wire name.</param>
/// <param name="TemporaryKey">The key that the device made.</param>
/// <param name="ServerId">The key that the server gave.</param>
public sealed record AssignedKey(string Entity, string TemporaryKey, string ServerId);
