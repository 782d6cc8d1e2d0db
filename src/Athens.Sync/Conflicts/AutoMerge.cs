using System.Text.Json;
using Athens.Sync.Merging;
using Athens.Sync.Modeling;

namespace Athens.Sync.Conflicts;

/// <summary>Merges the fields of a conflict by their strategies, without a person.</summary>
internal static class AutoMerge
{
    /// <returns>What could be merged, and the fields that could not.</returns>
    public static (FieldValues Merged, IReadOnlyList<string> Left) Of(EntityModel entity, ConflictedChange conflict)
    {
        var merged = new List<KeyValuePair<string, JsonElement>>();
        var left = new List<string>();
        foreach ((string name, FieldConflict field) in conflict.Fields)
        {
            MergeResult result = entity.Find(name) is { } model && field.Client is not null ? Merge(model, field) : MergeResult.Conflict;
            if (result.IsMerged)
                merged.Add(KeyValuePair.Create(name, result.Value ?? Json.Null));
            else
                left.Add(name);
        }
        return (FieldValues.From(merged), left);
    }

    private static MergeResult Merge(FieldModel model, FieldConflict field) => ThreeWayMerge.AutoMerge(model.Strategy, new MergeInput
    {
        Base = field.Base,
        HasBase = field.Base is not null,
        Client = field.Client,
        Server = field.Server,
        Kind = model.Kind,
    });
}
