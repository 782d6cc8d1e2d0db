namespace Athens.Sync.Merging;

/// <summary>
/// Never merges: a person decides. Its name is the hint that goes with the conflict, and existing clients know the
/// hint of a field without a strategy as <c>last_write_wins</c>.
/// </summary>
internal sealed class ManualStrategy : IMergeStrategy
{
    public string Name => "last_write_wins";

    public MergeGrain Grain => MergeGrain.Field;

    public MergeLaws Laws => MergeLaws.None;

    public MergeResult Merge(in MergeInput input) => MergeResult.Conflict;
}
