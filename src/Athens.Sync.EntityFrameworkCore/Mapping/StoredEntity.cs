namespace Athens.Sync.EntityFrameworkCore.Mapping;

/// <summary>A row of a synced entity as it is in the database.</summary>
/// <param name="Entity">The app's object; no context tracks it.</param>
/// <param name="Version">Its version.</param>
internal sealed record StoredEntity(object Entity, long Version);
