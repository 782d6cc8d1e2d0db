namespace Athens.Sync.Wire;

/// <summary>A device asks for a block of values of a field.</summary>
/// <param name="Entity">The entity type's wire name.</param>
/// <param name="Field">The field's wire name.</param>
/// <param name="After">The last value of the blocks that the device knows of; null when it knows of none. A block whose answer was lost is given again.</param>
public sealed record ReserveRequest(string Entity, string Field, long? After);
