namespace Athens.Sync.Merging;

/// <summary>
/// <c>true_wins</c> and <c>false_wins</c>: of a boolean, or of each item of a checklist, which is a map of keys to
/// booleans or to objects with a boolean <c>done</c>. As a bare function it cannot express an un-tick (or a tick) by one
/// side only, and claims no identity law; the table around it holds that one.
/// </summary>
internal sealed class FlagStrategy(bool winner) : IPartwiseStrategy
{
    private readonly BooleanStrategy flag = new(winner);
    private readonly ItemStrategy item = new(winner);

    public string Name => flag.Name;

    public MergeGrain Grain => MergeGrain.MapKey;

    public MergeLaws Laws => flag.Laws;

    public MergeResult Merge(in MergeInput input) => ThreeWayMerge.AutoMerge(this, input);

    public FieldMerge MergeParts(in MergeInput input, bool byTable) => BooleanStrategy.AreFlags(input)
        ? Table.Ask(flag, input)
        : MapParts.Merge(input, (string _, in MergeInput part) => Table.DecidePart(item, part, byTable));
}
