namespace Athens.Sync.Modeling;

/// <summary>A field whose values the server allocates, in blocks that devices lease and take from offline. Immutable.</summary>
/// <param name="First">The first value ever.</param>
/// <param name="BlockSize">How many values a device leases at once.</param>
/// <param name="Lifetime">For how long a device takes values from a block.</param>
public sealed record LeasedNumbers(long First, int BlockSize, TimeSpan Lifetime);
