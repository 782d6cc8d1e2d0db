namespace Athens.Sync.Testing.Simulating;

/// <summary>A process stopped here: what was committed stays, all else of it is gone.</summary>
internal sealed class SimulatedCrashException() : Exception("The process stopped.");
