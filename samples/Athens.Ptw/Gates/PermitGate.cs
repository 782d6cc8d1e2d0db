using Athens.Ptw.Catalogue;
using Athens.Ptw.Permits;

namespace Athens.Ptw.Gates;

/// <summary>Tells what stands between a permit and the state that it is to move to. Pure.</summary>
public static class PermitGate
{
    /// <summary>Whether the move is legal, and who may make it, is asked elsewhere, and before.</summary>
    /// <returns>The blockers; none where the gate is open.</returns>
    public static IReadOnlyList<Blocker> Blockers(PermitCatalogue catalogue, PermitFile file, string to) =>
        catalogue.Find(file.Permit.PermitType) is { } type
            ? [.. Blockers(type, file, to)]
            : [PermitRules.UnknownType(file.Permit)];

    private static IEnumerable<Blocker> Blockers(PermitType type, PermitFile file, string to) => to switch
    {
        PermitStatus.Submitted => PermitRules.Incomplete(file.Permit),
        PermitStatus.Approved or PermitStatus.Active => BeforeWork(type, file),
        PermitStatus.Completed => AfterWork(type, file),
        _ => [],
    };

    private static IEnumerable<Blocker> BeforeWork(PermitType type, PermitFile file) =>
        PermitRules.Incomplete(file.Permit)
            .Concat(PpeGate.Blockers(type, file.Permit))
            .Concat(ChecklistGate.BeforeWork(type, file.Permit))
            .Concat(GasGate.Blockers(type, file.GasReadings))
            .Concat(IsolationGate.BeforeWork(type, file.IsolationPoints));

    private static IEnumerable<Blocker> AfterWork(PermitType type, PermitFile file) =>
        ChecklistGate.AfterWork(type, file.Closeouts)
            .Concat(IsolationGate.AfterWork(file.IsolationPoints));
}
