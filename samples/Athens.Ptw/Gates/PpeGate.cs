using Athens.Ptw.Catalogue;
using Athens.Ptw.Permits;

namespace Athens.Ptw.Gates;

/// <summary>The permit names at least the protective equipment of its type. Pure.</summary>
internal static class PpeGate
{
    public static IEnumerable<Blocker> Blockers(PermitType type, Permit permit) =>
        type.MandatoryPpe
            .Except(permit.PpeRequirements, StringComparer.Ordinal)
            .Select(code => new Blocker("ppe_missing", "ppe_requirements", $"{type.Name} needs the PPE '{code}'."));
}
