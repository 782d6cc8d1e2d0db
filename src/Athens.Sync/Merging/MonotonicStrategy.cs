using System.Text.Json;

namespace Athens.Sync.Merging;

/// <summary>
/// The higher rank of a declared order: the join of a total order, in which no value is the lowest. A text outside of the
/// order is a conflict. As a join it claims no identity law: a side that went down loses to one that stayed.
/// </summary>
internal sealed class MonotonicStrategy : IMergeStrategy
{
    private readonly Dictionary<string, int> ranks;

    public MonotonicStrategy(IReadOnlyList<string> order)
    {
        ranks = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string state in order)
        {
            if (state is null || !ranks.TryAdd(state, ranks.Count))
                throw new ArgumentException($"'{state}' is twice in the order, or no text.", nameof(order));
        }
        if (ranks.Count == 0)
            throw new ArgumentException("An order needs at least one state.", nameof(order));
    }

    public string Name => "monotonic";

    public MergeGrain Grain => MergeGrain.Field;

    public MergeLaws Laws => MergeLaws.Commutative | MergeLaws.Associative | MergeLaws.Idempotent;

    public MergeResult Merge(in MergeInput input)
    {
        if (!TryRank(input.Client, out int client) || !TryRank(input.Server, out int server))
            return MergeResult.Conflict;
        if (Absence.TryYield(input, out JsonElement? survivor))
            return MergeResult.Merged(survivor);
        return MergeResult.Merged(client > server ? input.Client : input.Server);
    }

    private bool TryRank(JsonElement? value, out int rank)
    {
        rank = -1;
        return Absence.Is(value) || (value is { ValueKind: JsonValueKind.String } text && ranks.TryGetValue(text.GetString()!, out rank));
    }
}
