using Athens.Sync;

namespace Athens.Ptw.Host.Demo;

/// <summary>An entity as someone holds it.</summary>
internal sealed record HeldEntity(EntityId Id, long Version, FieldValues State);
