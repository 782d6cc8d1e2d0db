namespace Athens.Sync.Server;

/// <summary>A move of a status field.</summary>
/// <param name="From">The state before; null for a new entity.</param>
/// <param name="To">The state after.</param>
public sealed record StatusMove(string? From, string To);
