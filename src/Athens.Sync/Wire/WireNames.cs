using System.Collections.Frozen;
using System.Text.Json;

namespace Athens.Sync.Wire;

/// <summary>The names that an enumeration's members have on the wire: snake_case, compared by ordinal.</summary>
internal static class WireNames<TEnum>
    where TEnum : struct, Enum
{
    private static readonly FrozenDictionary<string, TEnum> Members =
        Enum.GetValues<TEnum>().ToFrozenDictionary(member => JsonNamingPolicy.SnakeCaseLower.ConvertName(member.ToString()), StringComparer.Ordinal);

    public static TEnum? Find(string name) => Members.TryGetValue(name, out TEnum member) ? member : null;
}
