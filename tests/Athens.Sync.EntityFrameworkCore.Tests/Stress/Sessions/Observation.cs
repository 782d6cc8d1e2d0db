namespace Athens.Sync.EntityFrameworkCore.Tests.Stress.Sessions;

/// <summary>One version of one entity, as a session wrote or read it.</summary>
/// <param name="Id">Which entity.</param>
/// <param name="Version">The version.</param>
/// <param name="Count">What it counts; null where it counts nothing.</param>
/// <param name="Adds">What the write added to the count.</param>
internal readonly record struct Observation(EntityId Id, long Version, long? Count = null, int Adds = 0);
