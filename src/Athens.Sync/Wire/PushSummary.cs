namespace Athens.Sync.Wire;

/// <summary>How many changes got which verdict.</summary>
/// <param name="Total">The changes in the batch.</param>
/// <param name="Applied">Those taken in.</param>
/// <param name="Conflicts">Those that need a decision.</param>
/// <param name="Rejected">Those refused.</param>
public sealed record PushSummary(int Total, int Applied, int Conflicts, int Rejected);
