namespace Athens.Sync.Testing.Simulating;

/// <summary>What everything in a day shares.</summary>
internal sealed record DaySetting(SyncModel Model, SimulationOptions Options, ISimulationStores Stores, Random Random, FaultPlan Faults, StepBudget Budget, Trace Trace);
