using System.Text.Json;

namespace Athens.Sync.Merging;

/// <summary>
/// One item of a checklist: a boolean, or an object of which <c>done</c> is merged as a boolean and everything else as a
/// remark. An item that one side removed and the other changed stays, whole. If either side has the object form, so
/// has the result.
/// </summary>
internal sealed class ItemStrategy(bool winner) : IPartwiseStrategy
{
    private readonly BooleanStrategy flag = new(winner);
    private readonly RemarkStrategy remark = new();

    public string Name => flag.Name;

    public MergeGrain Grain => MergeGrain.MapKey;

    public MergeLaws Laws => flag.Laws;

    public MergeResult Merge(in MergeInput input) => ThreeWayMerge.AutoMerge(this, input);

    public FieldMerge MergeParts(in MergeInput input, bool byTable)
    {
        if (!IsItem(input.Client) || !IsItem(input.Server))
            return Table.Conflict(input);
        if (Absence.TryYield(input, out JsonElement? survivor))
            return Table.OneOf(input, survivor);
        return BooleanStrategy.AreFlags(input)
            ? Table.DecidePart(flag, input with { Base = Checklist.FlagOf(input.Base) }, byTable)
            : MapParts.Merge(AsObjects(input), (string property, in MergeInput part) => MergeProperty(property, part, byTable));
    }

    private static MergeInput AsObjects(in MergeInput input)
    {
        JsonElement? known = input.HasBase ? input.Base : null;
        return input with
        {
            Base = Checklist.IsFlag(known) ? Checklist.AsObject(known!.Value, null) : known,
            Client = Checklist.AsObject(input.Client!.Value, known),
            Server = Checklist.AsObject(input.Server!.Value, known),
        };
    }

    private static bool IsItem(JsonElement? item) => Absence.Is(item) || Checklist.IsFlag(item) || Checklist.IsObject(item);

    private FieldMerge MergeProperty(string property, in MergeInput part, bool byTable) =>
        Table.DecidePart(property == Checklist.Done ? flag : remark, part, byTable);
}
