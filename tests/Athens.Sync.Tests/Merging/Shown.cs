using Athens.Sync.Merging;

namespace Athens.Sync.Tests.Merging;

/// <summary>A merge's outcome in a form that compares and reads well.</summary>
internal readonly record struct Shown(MergeRow Row, string? Json, bool Drops)
{
    public static Shown Of(FieldMerge merge) => new(merge.Row, merge.Value?.GetRawText(), merge.Drops);

    public static Shown Same(string? json) => new(MergeRow.Same, json, false);

    public static Shown Client(string? json) => new(MergeRow.Client, json, false);

    public static Shown Server(string? json) => new(MergeRow.Server, json, false);

    public static Shown Merged(string? json) => new(MergeRow.Merged, json, false);

    public static Shown Dropped(string? json) => new(MergeRow.Merged, json, true);

    public static Shown Conflict(string? json) => new(MergeRow.Conflict, json, false);
}
