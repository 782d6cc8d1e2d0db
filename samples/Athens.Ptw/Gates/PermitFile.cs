using Athens.Ptw.Closeouts;
using Athens.Ptw.Gas;
using Athens.Ptw.Isolation;
using Athens.Ptw.Permits;

namespace Athens.Ptw.Gates;

/// <summary>A permit with everything that belongs to it: what a gate looks at.</summary>
/// <param name="Closeouts">Usually one. Two devices that were offline may each have begun one; together they count.</param>
public sealed record PermitFile(
    Permit Permit,
    IReadOnlyList<GasReading> GasReadings,
    IReadOnlyList<IsolationPoint> IsolationPoints,
    IReadOnlyList<Closeout> Closeouts)
{
    public PermitFile(Permit permit)
        : this(permit, [], [], [])
    {
    }
}
