namespace Athens.Sync.EndToEnd.Measuring;

/// <summary>Tells the two halves of a cycle apart by the clock.</summary>
public sealed class CycleClock(SpanClock clock) : IProgress<SyncProgress>
{
    private (long, TimeSpan, TimeSpan) begun;
    private (long, TimeSpan, TimeSpan)? turned;

    /// <summary>Runs a cycle that must come to its end.</summary>
    public async Task<(SyncReport Report, Span Push, Span Pull)> RunAsync(SyncClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        turned = null;
        begun = clock.Now();
        SyncReport report = await client.SyncAsync(this);
        if (report.Failure is { } failure)
            throw failure;
        return (report, SpanClock.Between(begun, turned!.Value), SpanClock.Between(turned.Value, clock.Now()));
    }

    public void Report(SyncProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Phase is SyncPhase.Pull)
            turned ??= clock.Now();
    }
}
