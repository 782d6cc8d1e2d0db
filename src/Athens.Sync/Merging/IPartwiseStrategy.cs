namespace Athens.Sync.Merging;

/// <summary>A strategy that itself knows what the parts of a value are, and how each of them is merged.</summary>
internal interface IPartwiseStrategy : IMergeStrategy
{
    /// <summary>Merges values that differ, a part at a time.</summary>
    /// <param name="input">The values; rows 1 to 3 have not decided for them.</param>
    /// <param name="byTable">True to take rows 2 and 3 of the table for a part; false to ask only the bare function.</param>
    FieldMerge MergeParts(in MergeInput input, bool byTable);
}
