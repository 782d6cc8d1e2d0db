using System.Text.Json;

namespace Athens.Sync.Merging;

/// <summary>
/// Text by line, with its line endings: a conflict where both sides changed the same lines or lines that touch, without a
/// base, and where a side has no text.
/// </summary>
internal sealed class TextMergeStrategy : IMergeStrategy
{
    public string Name => "text_merge";

    public MergeGrain Grain => MergeGrain.Field;

    public MergeLaws Laws => MergeLaws.Commutative | MergeLaws.Idempotent | MergeLaws.Identity;

    public MergeResult Merge(in MergeInput input)
    {
        if (ValueComparer.AreEqual(ValueKind.Text, input.Server, input.Client) || IsBase(input, input.Client))
            return MergeResult.Merged(input.Server);
        if (IsBase(input, input.Server))
            return MergeResult.Merged(input.Client);
        return input.HasBase && Text(input.Base) is { } known && Text(input.Client) is { } client && Text(input.Server) is { } server
            && LineMerge.Merge(known, client, server) is { } merged
            ? MergeResult.Combined(Json.Of(merged))
            : MergeResult.Conflict;
    }

    private static bool IsBase(in MergeInput input, JsonElement? side) =>
        input.HasBase && ValueComparer.AreEqual(ValueKind.Text, side, input.Base);

    private static string? Text(JsonElement? value) => value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
