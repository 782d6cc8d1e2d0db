using System.Text.Json;

namespace Athens.Sync.Merging;

/// <summary>The rows of the three-way table, for a field and for each part of one.</summary>
internal static class Table
{
    /// <summary>Decides about a field, for which no value and null are the same.</summary>
    public static FieldMerge DecideField(IMergeStrategy strategy, in MergeInput field, bool byTable) =>
        Rows(strategy, field, ValueComparer.AreEqual, byTable) ?? Parts(strategy, field, byTable);

    /// <summary>Decides about one key of a map, or one property of an item, which can be null or not there at all.</summary>
    public static FieldMerge DecidePart(IMergeStrategy strategy, in MergeInput part, bool byTable)
    {
        MergeInput typed = part with { Kind = strategy.Grain is MergeGrain.SetElement ? ValueKind.Set : ValueKind.Json };
        return Rows(strategy, typed, ValueComparer.AreEqualParts, byTable) ?? Parts(strategy, typed, byTable);
    }

    /// <summary>Asks a strategy about the value as a whole.</summary>
    public static FieldMerge Ask(IMergeStrategy strategy, in MergeInput input)
    {
        MergeResult result = strategy.Merge(input);
        if (!result.IsMerged)
            return Conflict(input);
        return result.IsCombined ? new FieldMerge(MergeRow.Merged, result.Value) : OneOf(input, result.Value);
    }

    /// <summary>A value that was found for the whole; a side whose value is another has lost what it wrote.</summary>
    public static FieldMerge OneOf(in MergeInput input, JsonElement? value) =>
        new(MergeRow.Merged, value, IsLost(input.Client, value, input) || IsLost(input.Server, value, input));

    /// <summary>No answer: the server's value stays.</summary>
    public static FieldMerge Conflict(in MergeInput input) => new(MergeRow.Conflict, input.Server);

    private static FieldMerge? Rows(IMergeStrategy strategy, in MergeInput input, Equality equals, bool byTable)
    {
        bool knowsBase = input.HasBase && (byTable || strategy.Accumulates);
        bool serverMoved = !knowsBase || !equals(input.Kind, input.Server, input.Base);
        bool clientMoved = !knowsBase || !equals(input.Kind, input.Base, input.Client);
        bool asksEvenIfSame = strategy.Accumulates && knowsBase && serverMoved && clientMoved;
        if (!asksEvenIfSame && equals(input.Kind, input.Server, input.Client))
            return new FieldMerge(MergeRow.Same, input.Server);
        if (!serverMoved)
            return new FieldMerge(MergeRow.Client, input.Client);
        return clientMoved ? null : new FieldMerge(MergeRow.Server, input.Server);
    }

    private static FieldMerge Parts(IMergeStrategy strategy, in MergeInput input, bool byTable) => strategy switch
    {
        IPartwiseStrategy partwise => partwise.MergeParts(input, byTable),
        { Grain: MergeGrain.SetElement } when byTable && input.HasBase => SetParts.Merge(input),
        { Grain: MergeGrain.MapKey } when MapParts.AreMaps(input) => MapParts.Merge(input, AskEachKey(strategy, byTable)),
        _ => Ask(strategy, input),
    };

    private static PartMerge AskEachKey(IMergeStrategy strategy, bool byTable) => (string _, in MergeInput part) =>
    {
        MergeInput untyped = part with { Kind = ValueKind.Json };
        return Rows(strategy, untyped, ValueComparer.AreEqualParts, byTable) ?? Ask(strategy, untyped);
    };

    /// <summary>Without a base, a value that is not there was not removed by anyone, so nothing of a person's is lost.</summary>
    private static bool IsLost(JsonElement? written, JsonElement? value, in MergeInput input) =>
        !(Absence.IsMissing(written) && !input.HasBase) && !ValueComparer.AreEqualParts(input.Kind, written, value);

    private delegate bool Equality(ValueKind kind, JsonElement? left, JsonElement? right);
}
