using System.Text.Json;
using Athens.Sync.Merging;

namespace Athens.Sync.Blazor.Conflicts;

/// <summary>One field of a conflict, as a person compares it.</summary>
/// <param name="Field">The field.</param>
/// <param name="Base">What both started from.</param>
/// <param name="Mine">What this device made of it.</param>
/// <param name="Server">What the server has.</param>
/// <param name="Rule">How the field merges; null where it does not: of a status, and where the change collides as a whole.</param>
/// <param name="Merged">What auto merge makes of it; null where a person must say.</param>
public sealed record ConflictRow(string Field, JsonElement? Base, JsonElement? Mine, JsonElement? Server, IMergeStrategy? Rule, JsonElement? Merged)
{
    /// <summary>The fields that collide; of a change that collides as a whole, all of its own.</summary>
    public static IReadOnlyList<ConflictRow> Of(SyncModel model, SyncConflict conflict)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(conflict);
        if (conflict.Fields.Count == 0)
            return [.. conflict.Item.Change.Data.Select(mine => Whole(conflict, mine.Key, mine.Value))];
        (FieldValues merged, _) = conflict.PreviewAutoMerge();
        return [.. conflict.Fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field =>
            new ConflictRow(field.Key, field.Value.Base, field.Value.Client, field.Value.Server, RuleOf(model, conflict, field.Key), merged.Find(field.Key)))];
    }

    private static IMergeStrategy? RuleOf(SyncModel model, SyncConflict conflict, string field) =>
        model.Find(conflict.Entity.Type) is { } entity && entity.Status?.Field.Name != field ? entity.Find(field)?.Strategy : null;

    private static ConflictRow Whole(SyncConflict conflict, string field, JsonElement mine) =>
        new(field, conflict.Item.Change.Base?.Find(field), mine, conflict.Item.Conflict?.ServerState?.Find(field), null, null);
}
