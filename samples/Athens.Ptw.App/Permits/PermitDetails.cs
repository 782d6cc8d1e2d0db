using Athens.Ptw.Closeouts;
using Athens.Ptw.Gas;
using Athens.Ptw.Gates;
using Athens.Ptw.Isolation;
using Athens.Ptw.Permits;
using Athens.Ptw.Photos;
using Athens.Ptw.Signatures;
using Athens.Sync.Device;

namespace Athens.Ptw.App.Permits;

/// <summary>One permit with all that belongs to it, as this device knows it now.</summary>
internal sealed record PermitDetails(Permit Permit)
{
    public IReadOnlyList<IsolationPoint> Points { get; init; } = [];

    public IReadOnlyList<GasReading> Readings { get; init; } = [];

    public IReadOnlyList<PermitPhoto> Photos { get; init; } = [];

    public IReadOnlyList<Signature> Signatures { get; init; } = [];

    public IReadOnlyList<Closeout> Closeouts { get; init; } = [];

    /// <summary>How the permit and each of its records stand with the server.</summary>
    public OutboxStates States { get; init; } = OutboxStates.None;

    /// <summary>What a gate looks at.</summary>
    public PermitFile File => new(Permit, Readings, Points, Closeouts);

    public EntitySyncState StateOf(string key) => States.OfEntity(key);
}
