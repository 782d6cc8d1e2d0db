namespace Athens.Sync.Server;

/// <summary>Under what the handlers of a status move are registered.</summary>
/// <param name="Type">The entity type's wire name.</param>
/// <param name="State">The state that the status moves to.</param>
internal sealed record CommandKey(string Type, string State);
