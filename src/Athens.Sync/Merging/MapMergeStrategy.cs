namespace Athens.Sync.Merging;

/// <summary>A map, key by key, each key's value by one strategy, whose laws it has.</summary>
internal sealed class MapMergeStrategy(IMergeStrategy values) : IPartwiseStrategy
{
    public string Name => "map_merge";

    public MergeGrain Grain => MergeGrain.MapKey;

    public MergeLaws Laws => values.Laws;

    public bool UsesStamps => values.UsesStamps;

    public bool Accumulates => values.Accumulates;

    public MergeResult Merge(in MergeInput input) => ThreeWayMerge.AutoMerge(this, input);

    public FieldMerge MergeParts(in MergeInput input, bool byTable) =>
        MapParts.Merge(input, (string _, in MergeInput part) => Table.DecidePart(values, part, byTable));
}
