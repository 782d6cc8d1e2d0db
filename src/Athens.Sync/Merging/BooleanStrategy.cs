using System.Text.Json;

namespace Athens.Sync.Merging;

/// <summary>One boolean value wins over the other; no value yields to either. A join of three values.</summary>
internal sealed class BooleanStrategy(bool winner) : IMergeStrategy
{
    public string Name => winner ? "true_wins" : "false_wins";

    public MergeGrain Grain => MergeGrain.Field;

    public MergeLaws Laws => MergeLaws.Commutative | MergeLaws.Associative | MergeLaws.Idempotent;

    public MergeResult Merge(in MergeInput input)
    {
        if (!AreFlags(input))
            return MergeResult.Conflict;
        if (Absence.TryYield(input, out JsonElement? survivor))
            return MergeResult.Merged(survivor);
        bool isWon = input.Client!.Value.GetBoolean() == winner || input.Server!.Value.GetBoolean() == winner;
        return MergeResult.Merged(Json.Of(isWon ? winner : !winner));
    }

    /// <summary>True when each side has a boolean or no value.</summary>
    public static bool AreFlags(in MergeInput input) =>
        (Absence.Is(input.Client) || Checklist.IsFlag(input.Client)) && (Absence.Is(input.Server) || Checklist.IsFlag(input.Server));
}
