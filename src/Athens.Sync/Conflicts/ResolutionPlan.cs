namespace Athens.Sync;

/// <summary>What a resolution does, or would do, to one conflict.</summary>
/// <param name="Conflict">The conflict.</param>
/// <param name="Resolution">The decision.</param>
/// <param name="Writes">The values that go out again; null when none do.</param>
/// <param name="Left">The fields that keep the decision from being carried out: a person must say what they become.</param>
public sealed record ResolutionPlan(SyncConflict Conflict, Resolution Resolution, FieldValues? Writes, IReadOnlyList<string> Left)
{
    /// <summary>True when the decision can be carried out.</summary>
    public bool IsPossible => Left.Count == 0;
}
