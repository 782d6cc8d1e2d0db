using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Athens.Ptw.Host.Storage;

/// <summary>Tells whether a checklist was altered in place: by its text, so that nothing counts as equal that is not stored as equal.</summary>
internal sealed class MapComparer() : ValueComparer<Dictionary<string, JsonElement>>(
    (one, other) => AreEqual(one, other),
    map => StringComparer.Ordinal.GetHashCode(JsonText.OfMap(map)),
    map => new Dictionary<string, JsonElement>(map, map.Comparer))
{
    private static bool AreEqual(Dictionary<string, JsonElement>? one, Dictionary<string, JsonElement>? other) =>
        one is null || other is null ? ReferenceEquals(one, other) : JsonText.OfMap(one) == JsonText.OfMap(other);
}
