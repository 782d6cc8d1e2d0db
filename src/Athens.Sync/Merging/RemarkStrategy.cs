using System.Text.Json;

namespace Athens.Sync.Merging;

/// <summary>
/// What goes with a checklist's item, as its comments: the value of the side that wrote one. An empty value (none, null
/// or empty text) yields to the other, unless it cleared what the base had. Two sides that each wrote one conflict.
/// </summary>
internal sealed class RemarkStrategy : IMergeStrategy
{
    public string Name => "manual";

    public MergeGrain Grain => MergeGrain.Field;

    public MergeLaws Laws => MergeLaws.Commutative | MergeLaws.Associative | MergeLaws.Idempotent | MergeLaws.Identity;

    public MergeResult Merge(in MergeInput input)
    {
        if (ValueComparer.AreEqualParts(input.Kind, input.Server, input.Client) || IsBase(input, input.Client))
            return MergeResult.Merged(input.Server);
        if (IsBase(input, input.Server))
            return MergeResult.Merged(input.Client);
        return input.HasBase && !Absence.IsEmpty(input.Base) ? MergeResult.Conflict : Yield(input);
    }

    private static bool IsBase(in MergeInput input, JsonElement? side) =>
        input.HasBase && ValueComparer.AreEqualParts(input.Kind, side, input.Base);

    /// <summary>Of two empty values the one that says more: no value, then null, then empty text.</summary>
    private static MergeResult Yield(in MergeInput input)
    {
        if (!Absence.IsEmpty(input.Client) && !Absence.IsEmpty(input.Server))
            return MergeResult.Conflict;
        if (Absence.TryYield(input, out JsonElement? survivor))
            return MergeResult.Merged(survivor);
        return MergeResult.Merged(Absence.IsEmpty(input.Client) ? input.Server : input.Client);
    }
}
