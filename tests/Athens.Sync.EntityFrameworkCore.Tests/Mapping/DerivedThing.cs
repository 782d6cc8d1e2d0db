namespace Athens.Sync.EntityFrameworkCore.Tests.Mapping;

/// <summary>A thing with more to it.</summary>
public sealed class DerivedThing : Thing;
