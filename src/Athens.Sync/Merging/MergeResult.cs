using System.Text.Json;

namespace Athens.Sync.Merging;

/// <summary>A strategy's answer: a value (or its absence), or no answer, which is a conflict.</summary>
public readonly struct MergeResult
{
    private MergeResult(JsonElement? value, bool isCombined)
    {
        IsMerged = true;
        IsCombined = isCombined;
        Value = value;
    }

    /// <summary>The strategy cannot decide: a person must.</summary>
    public static MergeResult Conflict => default;

    /// <summary>True when <see cref="Value"/> is the result.</summary>
    public bool IsMerged { get; }

    /// <summary>True when what both sides wrote lives on in <see cref="Value"/>, so that nothing is lost.</summary>
    public bool IsCombined { get; }

    /// <summary>The merged value; null means that the value (a map's key) is removed.</summary>
    public JsonElement? Value { get; }

    /// <summary>The strategy decided on a value. A side whose value differs from it is taken to have lost what it wrote.</summary>
    public static MergeResult Merged(JsonElement? value) => new(value, isCombined: false);

    /// <summary>The strategy made a value in which what both sides wrote lives on: a sum, a union.</summary>
    public static MergeResult Combined(JsonElement? value) => new(value, isCombined: true);
}
