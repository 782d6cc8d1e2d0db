namespace Athens.Sync.Merging;

/// <summary>The server's value, whatever the other side wrote.</summary>
internal sealed class ServerWinsStrategy : IMergeStrategy
{
    public string Name => "server_wins";

    public MergeGrain Grain => MergeGrain.Field;

    public MergeLaws Laws => MergeLaws.Associative | MergeLaws.Idempotent;

    public MergeResult Merge(in MergeInput input) => MergeResult.Merged(input.Server);
}
