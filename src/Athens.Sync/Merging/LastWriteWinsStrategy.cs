using System.Text.Json;

namespace Athens.Sync.Merging;

/// <summary>
/// The value with the later stamp: by time, then by writer, then by the value itself, so that no two sides are ever told
/// different winners. A conflict where either has no stamp. The laws are those of a value together with its stamp; a side
/// that equals the base can still be the later one, so there is no identity law.
/// </summary>
internal sealed class LastWriteWinsStrategy : IMergeStrategy
{
    public string Name => "last_write_wins";

    public MergeGrain Grain => MergeGrain.Field;

    public MergeLaws Laws => MergeLaws.Commutative | MergeLaws.Associative | MergeLaws.Idempotent;

    public bool UsesStamps => true;

    public MergeResult Merge(in MergeInput input)
    {
        if (input.ClientStamp is not { } client || input.ServerStamp is not { } server)
            return MergeResult.Conflict;
        int order = client.CompareTo(server);
        if (order == 0)
            order = string.CompareOrdinal(CanonicalText.Of(input.Client), CanonicalText.Of(input.Server));
        return MergeResult.Merged(order > 0 ? input.Client : input.Server);
    }
}
