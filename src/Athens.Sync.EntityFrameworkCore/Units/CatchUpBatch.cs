namespace Athens.Sync.EntityFrameworkCore.Units;

/// <summary>What one unit of catching up did.</summary>
/// <param name="Looked">How many rows or marks it looked at.</param>
/// <param name="Told">How many entities the feed tells now.</param>
/// <param name="Unplaced">Entities that are in no scope, so that no feed can tell them.</param>
/// <param name="Last">The key that it came to; null where there was nothing.</param>
internal sealed record CatchUpBatch(int Looked, int Told, IReadOnlyList<EntityId> Unplaced, string? Last = null);
