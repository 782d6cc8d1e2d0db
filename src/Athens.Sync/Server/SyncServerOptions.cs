using Athens.Sync.Wire;

namespace Athens.Sync.Server;

/// <summary>How the server behaves.</summary>
public sealed record SyncServerOptions
{
    /// <summary>How long the records of changes without a number are kept. 180 days.</summary>
    public TimeSpan RecordRetention { get; init; } = TimeSpan.FromDays(180);

    /// <summary>
    /// The most changes of a device whose verdicts it has not acknowledged: for each the server keeps a record. A push that would
    /// lead to more is refused whole. 5,000.
    /// </summary>
    public int InFlightMax { get; init; } = 5_000;

    /// <summary>How long after a lease expired a value of it is still accepted, from a device that took it in time and comes late. 90 days.</summary>
    public TimeSpan LeaseGrace { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How long tombstones are kept for a device that is not heard of; after that it pulls afresh. 90 days.</summary>
    public TimeSpan DeviceLifetime { get; init; } = TimeSpan.FromDays(90);

    /// <summary>The limits of the wire.</summary>
    public SyncLimits Limits { get; init; } = SyncLimits.Default;
}
