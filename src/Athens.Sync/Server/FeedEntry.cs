namespace Athens.Sync.Server;

/// <summary>The latest change of one entity in a scope.</summary>
/// <param name="Sequence">The place in the feed.</param>
/// <param name="Entity">The entity, or its tombstone.</param>
/// <param name="HasLeft">True when the entity lives on in another scope; this one only learns that it is gone.</param>
public sealed record FeedEntry(long Sequence, ServerEntity Entity, bool HasLeft = false);
