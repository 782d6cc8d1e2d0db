using System.Text.Json;
using Athens.Sync.Merging;
using Athens.Sync.Testing;

namespace Athens.Sync.Tests.Merging.Laws;

/// <summary>What a value is made of: its scalars and the names of its keys, or its lines.</summary>
internal static class Atoms
{
    public static IEnumerable<string> Of(MergeSide side) => side.Value is { } value ? Of(value) : [];

    public static IEnumerable<string> LinesOf(MergeSide side) =>
        side.Value is { ValueKind: JsonValueKind.String } text ? text.GetString()!.Split('\n') : Of(side);

    /// <summary>An item's boolean can be written as an object, and the name that this takes is in no value.</summary>
    public static IEnumerable<string> OfItems(MergeSide side) => Of(side).Where(atom => atom != "key done");

    private static IEnumerable<string> Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(p => Of(p.Value).Prepend($"key {p.Name}")),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Of),
        _ => [CanonicalText.Of(value)],
    };
}
