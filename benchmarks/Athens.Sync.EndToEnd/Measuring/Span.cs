namespace Athens.Sync.EndToEnd.Measuring;

/// <summary>What a piece of work took: by the clock, and of each process's processor.</summary>
public sealed record Span(TimeSpan Wall, TimeSpan DeviceCpu, TimeSpan ServerCpu);
