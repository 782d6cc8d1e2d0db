namespace Athens.Sync.Wire;

/// <summary>A block of values that a device may use, and nobody else ever.</summary>
/// <param name="Entity">The entity type's wire name.</param>
/// <param name="Field">The field's wire name.</param>
/// <param name="First">The first value.</param>
/// <param name="Last">The last value, which is of the block.</param>
/// <param name="ExpiresAt">Until when the device takes values from it.</param>
public sealed record ReservedBlock(string Entity, string Field, long First, long Last, DateTimeOffset ExpiresAt);
