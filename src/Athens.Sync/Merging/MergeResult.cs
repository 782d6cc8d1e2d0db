using System.Text.Json;

namespace Athens.Sync.Merging;

/// <summary>A strategy's answer: a value (or its absence), or no answer, which is a conflict.</summary>
public readonly struct MergeResult
{
    private MergeResult(bool isMerged, JsonElement? value)
    {
        IsMerged = isMerged;
        Value = value;
    }

    /// <summary>The strategy cannot decide: a person must.</summary>
    public static MergeResult Conflict => default;

    /// <summary>True when <see cref="Value"/> is the result.</summary>
    public bool IsMerged { get; }

    /// <summary>The merged value; null means that the value (a map's key) is removed.</summary>
    public JsonElement? Value { get; }

    /// <summary>The strategy decided on a value.</summary>
    public static MergeResult Merged(JsonElement? value) => new(true, value);
}
