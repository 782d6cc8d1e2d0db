using System.Text.Json;

namespace Athens.Sync.Merging;

/// <summary>
/// The greater or the lesser of two numbers, of two timestamps, or of two texts by ordinal; no value yields to any. Values
/// that do not compare conflict. A join claims no identity law: a side that went down loses to one that stayed.
/// </summary>
internal sealed class ExtremeStrategy(bool greatest) : IMergeStrategy
{
    public string Name => greatest ? "max" : "min";

    public MergeGrain Grain => MergeGrain.Field;

    public MergeLaws Laws => MergeLaws.Commutative | MergeLaws.Associative | MergeLaws.Idempotent;

    public MergeResult Merge(in MergeInput input)
    {
        if (!IsComparable(input.Kind, input.Client) || !IsComparable(input.Kind, input.Server))
            return MergeResult.Conflict;
        if (Absence.TryYield(input, out JsonElement? survivor))
            return MergeResult.Merged(survivor);
        if (input.Client!.Value.ValueKind != input.Server!.Value.ValueKind)
            return MergeResult.Conflict;
        int order = Compare(input.Kind, input.Client.Value, input.Server.Value);
        return MergeResult.Merged((greatest ? order : -order) > 0 ? input.Client : input.Server);
    }

    private static bool IsComparable(ValueKind kind, JsonElement? value) => Absence.Is(value) || value!.Value.ValueKind switch
    {
        JsonValueKind.Number => JsonText.FitsDecimal(value.Value) || JsonNumber.TryRead(value, out _),
        JsonValueKind.String => kind is not ValueKind.Timestamp || Instants.TryRead(value, out _),
        _ => false,
    };

    private static int Compare(ValueKind kind, JsonElement left, JsonElement right)
    {
        if (left.ValueKind is JsonValueKind.Number && JsonText.FitsDecimal(left) && JsonText.FitsDecimal(right))
            return left.GetDecimal().CompareTo(right.GetDecimal());
        if (JsonNumber.TryRead(left, out JsonNumber leftNumber) && JsonNumber.TryRead(right, out JsonNumber rightNumber))
            return leftNumber.CompareTo(rightNumber);
        if (kind is ValueKind.Timestamp && Instants.TryRead(left, out long leftTicks) && Instants.TryRead(right, out long rightTicks))
            return leftTicks.CompareTo(rightTicks);
        StringComparison comparison = kind is ValueKind.Uuid ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return string.Compare(left.GetString(), right.GetString(), comparison);
    }
}
