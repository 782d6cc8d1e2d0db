namespace Athens.Sync;

/// <summary>An entity of the replica that lists leave out, because this version of the app cannot hold one of its values.</summary>
/// <param name="Entity">The entity.</param>
/// <param name="Field">The wire name of the field at fault.</param>
public sealed record UnreadableEntity(EntityId Entity, string Field);
