using Athens.Ptw.Catalogue;
using Athens.Ptw.Permits;

namespace Athens.Ptw.Gates;

/// <summary>What holds for a permit in every state, a draft included. Pure.</summary>
public static class PermitRules
{
    public static IReadOnlyList<Blocker> Violations(PermitCatalogue catalogue, Permit permit)
    {
        IEnumerable<Blocker> incomplete = Incomplete(permit);
        bool unknown = !string.IsNullOrWhiteSpace(permit.PermitType) && catalogue.Find(permit.PermitType) is null;
        return unknown ? [.. incomplete, UnknownType(permit)] : [.. incomplete];
    }

    internal static Blocker UnknownType(Permit permit) =>
        new("unknown_permit_type", "permit_type", $"The catalogue has no permit type '{permit.PermitType}'.");

    /// <summary>A draft needs these and nothing more. Times that are past are fine: a device may come home late.</summary>
    internal static IEnumerable<Blocker> Incomplete(Permit permit)
    {
        if (string.IsNullOrWhiteSpace(permit.Title))
            yield return Missing("title", "a title");
        if (string.IsNullOrWhiteSpace(permit.Description))
            yield return Missing("description", "a description of the work");
        if (string.IsNullOrWhiteSpace(permit.Location))
            yield return Missing("location", "a location");
        if (string.IsNullOrWhiteSpace(permit.PermitType))
            yield return Missing("permit_type", "a permit type");
        if (permit.PlannedStartTime is null)
            yield return Missing("planned_start_time", "a planned start time");
        if (permit.PlannedEndTime is null)
            yield return Missing("planned_end_time", "a planned end time");
        if (permit.PlannedEndTime <= permit.PlannedStartTime)
            yield return new Blocker("end_not_after_start", "planned_end_time", "The planned end is not after the planned start.");
    }

    private static Blocker Missing(string field, string what) =>
        new("required", field, $"The permit needs {what}.");
}
