namespace Athens.Sync.Merging;

/// <summary>
/// The union of two sets. With a base the table decides about each element before this is asked, and honours removals;
/// without one, an element that a side lacks may never have been there, so a union is all that can be said. As a bare
/// function it cannot express a removal, and so does not leave the other side where one equals the base: no identity law.
/// </summary>
internal sealed class SetMergeStrategy : IMergeStrategy
{
    public string Name => "set_merge";

    public MergeGrain Grain => MergeGrain.SetElement;

    public MergeLaws Laws => MergeLaws.Commutative | MergeLaws.Associative | MergeLaws.Idempotent;

    public MergeResult Merge(in MergeInput input) => SetParts.Union(input);
}
