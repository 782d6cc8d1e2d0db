using System.Text.Json;

namespace Athens.Sync.Testing;

/// <summary>A value as one side of a merge has it.</summary>
/// <param name="Value">The value; null where the side has none.</param>
/// <param name="Stamp">When and by whom it was written, where the strategy decides by that.</param>
public readonly record struct MergeSide(JsonElement? Value, Stamp? Stamp = null)
{
    /// <inheritdoc />
    public override string ToString() => $"{Value?.GetRawText() ?? "nothing"}{(Stamp is { } s ? $" by {s.Writer} at {s.At:O}" : "")}";
}
