using Athens.Ptw.Gates;

namespace Athens.Ptw.Isolation;

/// <summary>What holds for every isolation point. Pure.</summary>
public static class IsolationPointRules
{
    public static IReadOnlyList<Blocker> Violations(IsolationPoint point) =>
        string.IsNullOrWhiteSpace(point.Name)
            ? [new Blocker("required", "name", "An isolation point needs a name: nobody can lock what has none.")]
            : [];
}
