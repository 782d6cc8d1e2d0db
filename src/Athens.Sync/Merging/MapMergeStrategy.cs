namespace Athens.Sync.Merging;

/// <summary>
/// A map, key by key, each key's value by one strategy, whose laws it has. But a map compares its values as JSON, where
/// a set has an order and repeats: a map of sets is commutative and associative in its elements only, and claims neither.
/// </summary>
internal sealed class MapMergeStrategy(IMergeStrategy values) : IPartwiseStrategy
{
    public string Name => "map_merge";

    public MergeGrain Grain => MergeGrain.MapKey;

    public MergeLaws Laws => values.Grain is MergeGrain.SetElement
        ? values.Laws & ~(MergeLaws.Commutative | MergeLaws.Associative)
        : values.Laws;

    public bool UsesStamps => values.UsesStamps;

    public bool Accumulates => values.Accumulates;

    public MergeResult Merge(in MergeInput input) => ThreeWayMerge.AutoMerge(this, input);

    public FieldMerge MergeParts(in MergeInput input, bool byTable) =>
        MapParts.Merge(input, (string _, in MergeInput part) => Table.DecidePart(values, part, byTable));
}
