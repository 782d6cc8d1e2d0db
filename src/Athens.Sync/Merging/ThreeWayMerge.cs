using System.Text.Json;

namespace Athens.Sync.Merging;

/// <summary>
/// The three-way table, applied at the finest grain that a field has. Pure: the same input gives the same answer on every
/// machine. Never throws for a value, whatever its shape: one that the field's strategy cannot read is a conflict.
/// </summary>
public static class ThreeWayMerge
{
    /// <summary>
    /// Merges one field. Server equals client: nothing to do. Server equals base: the client's. Base equals client: the
    /// server's. Else, or where there is no base, the same for each key of a map and each element of a set, and the field's
    /// strategy is asked about what is left. One part without an answer makes the field a conflict.
    /// </summary>
    public static FieldMerge Merge(IMergeStrategy strategy, in MergeInput input)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        return Table.DecideField(strategy, input, byTable: true);
    }

    /// <summary>
    /// What the strategy's bare function makes of two values that a person is asked about: for a set their union, for
    /// a checklist what either ticked. Rows 2 and 3 of the table are not taken, so a removal by one side does not stand.
    /// </summary>
    /// <returns>A value to propose, or a conflict where the strategy has none.</returns>
    public static MergeResult AutoMerge(IMergeStrategy strategy, in MergeInput input)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        FieldMerge merge = Table.DecideField(strategy, input, byTable: false);
        return merge.Row is MergeRow.Conflict ? MergeResult.Conflict : MergeResult.Merged(merge.Value);
    }

    /// <summary>
    /// Names what <paramref name="result"/> takes back of <paramref name="server"/>: a set's elements that are gone (text as
    /// it is, anything else as JSON), a map's keys that are gone or no longer ticked, <c>true</c> for a boolean. A key is
    /// ticked when it is true, or an object whose <c>done</c> is. Empty when nothing is taken back, and for other values.
    /// </summary>
    public static IReadOnlyList<string> Lessens(IMergeStrategy strategy, JsonElement? server, JsonElement? result)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        return Lessening.Find(server, result);
    }
}
