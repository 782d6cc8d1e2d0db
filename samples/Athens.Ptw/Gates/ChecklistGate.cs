using Athens.Ptw.Catalogue;
using Athens.Ptw.Checklists;
using Athens.Ptw.Closeouts;
using Athens.Ptw.Permits;

namespace Athens.Ptw.Gates;

/// <summary>Every item of the type's checklist is ticked; of the closeout's, when the work is over. Pure.</summary>
internal static class ChecklistGate
{
    public static IEnumerable<Blocker> BeforeWork(PermitType type, Permit permit) =>
        type.Checklist
            .Where(item => !Ticks.IsDone(permit.SafetyChecklist, item.Key))
            .Select(item => new Blocker("checklist_open", "safety_checklist", $"Not ticked: {item.Text} ('{item.Key}')."));

    public static IEnumerable<Blocker> AfterWork(PermitType type, IReadOnlyList<Closeout> closeouts) =>
        closeouts.Count == 0
            ? [new Blocker("closeout_missing", "closeout", "The permit has no closeout.")]
            : type.CloseoutChecklist
                .Where(item => !closeouts.Any(closeout => Ticks.IsDone(closeout.Checklist, item.Key)))
                .Select(item => new Blocker("closeout_open", "closeout", $"Not ticked in the closeout: {item.Text} ('{item.Key}')."));
}
