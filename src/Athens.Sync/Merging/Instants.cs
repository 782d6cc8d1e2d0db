using System.Text;
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
        ReadOnlySpan<byte> text = JsonText.Characters(value);
        return IsExact(text.IsEmpty ? Encoding.UTF8.GetBytes(value.GetString()!) : text);
    }

    private static bool IsExact(ReadOnlySpan<byte> text)
    {
        int time = text.IndexOf((byte)'T');
        if (time < 0)
            return false;
        int offset = text[time..].IndexOfAny((byte)'Z', (byte)'+', (byte)'-');
        int point = text.IndexOf((byte)'.');
        return offset >= 0 && (point < 0 || time + offset - point - 1 <= FractionDigitsMax);
    }
}
