using System.Text.Json;

namespace Athens.Sync.Merging;

/// <summary>What it means that a value is not there.</summary>
internal static class Absence
{
    /// <summary>True for what is not there at all, as a key that a map does not have.</summary>
    public static bool IsMissing(JsonElement? value) => value is null or { ValueKind: JsonValueKind.Undefined };

    /// <summary>True for what is not there and for JSON null.</summary>
    public static bool Is(JsonElement? value) => value is null or { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null };

    /// <summary>True for what is not there, for JSON null, and for empty text.</summary>
    public static bool IsEmpty(JsonElement? value) =>
        Is(value) || (value is { ValueKind: JsonValueKind.String } text && text.ValueEquals(""));

    /// <summary>
    /// Where a side has no value, the other side's; where neither has, JSON null over what is not there. No value is thereby
    /// the least of all values, which leaves a strategy that is a join one.
    /// </summary>
    public static bool TryYield(in MergeInput input, out JsonElement? survivor)
    {
        survivor = Is(input.Client) && !IsMissing(input.Server) ? input.Server : input.Client;
        return Is(input.Client) || Is(input.Server);
    }

    /// <summary>What a merged set or map that came out empty is: empty if a side had one, else no value.</summary>
    public static JsonElement? OfEmpty(in MergeInput input, JsonElement empty) =>
        Is(input.Client) && Is(input.Server) && TryYield(input, out JsonElement? none) ? none : empty;
}
