using Athens.Sync.Server;

namespace Athens.Ptw.Gates;

/// <summary>Refuses a change for what stands in its way: one message a field, with every sentence about it.</summary>
internal static class Blockers
{
    public static void Refuse(RuleContext context, IEnumerable<Blocker> blockers)
    {
        foreach (IGrouping<string, Blocker> field in blockers.GroupBy(blocker => blocker.Field, StringComparer.Ordinal))
            context.Invalid(field.Key, string.Join(' ', field.Select(blocker => blocker.Sentence)));
    }
}
