namespace Athens.Ptw.Host.Resources;

/// <summary>One entity with its version, as a person or a program reads it over HTTP.</summary>
internal sealed record Resource<T>(T Entity, long Version);
