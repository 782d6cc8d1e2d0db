using System.Text.Json;

namespace Athens.Sync.Merging;

/// <summary>The two forms of a checklist's item: a boolean, or an object whose <c>done</c> is one.</summary>
internal static class Checklist
{
    public const string Done = "done";

    public static bool IsTicked(JsonElement? item) => FlagOf(item) is { ValueKind: JsonValueKind.True };

    /// <summary>The item's boolean, where it has one.</summary>
    public static JsonElement? FlagOf(JsonElement? item)
    {
        if (!IsObject(item))
            return item;
        return item!.Value.TryGetProperty(Done, out JsonElement done) ? done : null;
    }

    public static bool IsFlag(JsonElement? item) => item is { ValueKind: JsonValueKind.True or JsonValueKind.False };

    public static bool IsObject(JsonElement? item) => item is { ValueKind: JsonValueKind.Object };

    /// <summary>
    /// An item as an object. A boolean says nothing of the item's other properties, so it has those of the base.
    /// </summary>
    public static JsonElement AsObject(JsonElement item, JsonElement? known)
    {
        if (item.ValueKind is JsonValueKind.Object)
            return item;
        FieldValues others = IsObject(known) ? FieldValues.FromObject(known!.Value) : FieldValues.Empty;
        return Json.Build(others.With(Done, item).Write);
    }
}
