using Athens.Ptw.Catalogue;
using Athens.Ptw.Isolation;

namespace Athens.Ptw.Gates;

/// <summary>Points are verified before work that needs isolation, and de-isolated when any work is over. Pure.</summary>
internal static class IsolationGate
{
    public static IEnumerable<Blocker> BeforeWork(PermitType type, IReadOnlyList<IsolationPoint> points)
    {
        if (!type.RequiresIsolation)
            return [];
        return points.Count == 0
            ? [new Blocker("isolation_missing", "isolation_point", $"{type.Name} needs isolation, and the permit has no isolation point.")]
            : NotIn(IsolationStatus.Verified, "isolation_unverified", points);
    }

    public static IEnumerable<Blocker> AfterWork(IReadOnlyList<IsolationPoint> points) =>
        NotIn(IsolationStatus.Deisolated, "isolation_remaining", points);

    private static IEnumerable<Blocker> NotIn(string status, string code, IReadOnlyList<IsolationPoint> points) =>
        points
            .Where(point => point.Status != status)
            .Select(point => new Blocker(code, "isolation_point", $"Isolation point '{point.Name}' is {point.Status}, not {status}."));
}
