using System.Text.Json;

namespace Athens.Sync.Merging;

/// <summary>Reads timestamps as instants.</summary>
internal static class Instants
{
    private const int FractionDigitsMax = 7;

    /// <summary>
    /// Reads an ISO 8601 moment with an offset and at most seven fraction digits, as UTC ticks. One without an offset is
    /// refused, as it would mean another instant on another machine; so are more digits, as cutting them would make
    /// unlike values equal.
    /// </summary>
    public static bool TryRead(JsonElement? element, out long utcTicks)
    {
        utcTicks = 0;
        if (element is not { ValueKind: JsonValueKind.String } value || !value.TryGetDateTimeOffset(out DateTimeOffset moment))
            return false;
        utcTicks = moment.UtcTicks;
        return IsExact(value.GetString()!);
    }

    private static bool IsExact(string text)
    {
        int time = text.IndexOf('T', StringComparison.Ordinal);
        if (time < 0)
            return false;
        int offset = text.AsSpan(time).IndexOfAny('Z', '+', '-');
        int point = text.IndexOf('.', StringComparison.Ordinal);
        return offset >= 0 && (point < 0 || time + offset - point - 1 <= FractionDigitsMax);
    }
}
