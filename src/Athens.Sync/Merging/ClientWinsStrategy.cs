namespace Athens.Sync.Merging;

/// <summary>The client's value, whatever the other side wrote.</summary>
internal sealed class ClientWinsStrategy : IMergeStrategy
{
    public string Name => "client_wins";

    public MergeGrain Grain => MergeGrain.Field;

    public MergeLaws Laws => MergeLaws.Associative | MergeLaws.Idempotent;

    public MergeResult Merge(in MergeInput input) => MergeResult.Merged(input.Client);
}
