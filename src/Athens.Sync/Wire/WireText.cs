using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Athens.Sync.Wire;

/// <summary>
/// Tells text from bytes that only look like it: a JSON string may hold unpaired surrogates or broken UTF-8, which no
/// string of the platform reads back. U+0000 is not taken in either, since not every database stores it.
/// </summary>
internal static class WireText
{
    private const int EscapeLength = 6;

    public const string Wrong = "It is not valid text: an unpaired surrogate, broken UTF-8, or U+0000.";

    /// <summary>True when the element, a JSON string, is text that is taken in.</summary>
    public static bool IsText(JsonElement element) => IsText(JsonMarshal.GetRawUtf8Value(element), takesNull: false);

    /// <summary>True when the property's name is text that is taken in.</summary>
    public static bool IsText(JsonProperty property) => IsText(JsonMarshal.GetRawUtf8PropertyName(property), takesNull: false);

    /// <summary>True when the text, which was no JSON, is text that is taken in.</summary>
    public static bool IsText(string text) => PairedText.Is(text) && !text.Contains('\0', StringComparison.Ordinal);

    /// <summary>True when every string and name within the value can be read; what a server stores may hold U+0000.</summary>
    public static bool IsReadable(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => IsText(JsonMarshal.GetRawUtf8Value(value), takesNull: true),
        JsonValueKind.Array => value.EnumerateArray().All(IsReadable),
        JsonValueKind.Object => value.EnumerateObject().All(p => IsText(JsonMarshal.GetRawUtf8PropertyName(p), takesNull: true) && IsReadable(p.Value)),
        _ => true,
    };

    /// <summary>True when the text of a JSON string takes more bytes than allowed, its escapes read.</summary>
    public static bool IsLonger(JsonElement element, int bytesMax)
    {
        const int quotes = 2;
        return JsonMarshal.GetRawUtf8Value(element).Length - quotes > bytesMax
            && Encoding.UTF8.GetByteCount(element.GetString()!) > bytesMax;
    }

    /// <summary>The text, cut to a length at which a sender is still told what it sent.</summary>
    public static string Cut(string text, int charsMax)
    {
        if (text.Length <= charsMax)
            return text;
        return char.IsHighSurrogate(text[charsMax - 1]) ? text[..(charsMax - 1)] : text[..charsMax];
    }

    private static bool IsText(ReadOnlySpan<byte> raw, bool takesNull)
    {
        if (!Utf8.IsValid(raw))
            return false;
        for (int at = raw.IndexOf((byte)'\\'); at >= 0;)
        {
            int length = EscapeAt(raw[at..], takesNull);
            if (length == 0)
                return false;
            int next = raw[(at + length)..].IndexOf((byte)'\\');
            at = next < 0 ? -1 : at + length + next;
        }
        return true;
    }

    /// <summary>The length of the escape, a pair's included; 0 where it stands for nothing that text may hold.</summary>
    private static int EscapeAt(ReadOnlySpan<byte> raw, bool takesNull)
    {
        const int shortEscape = 2;
        if (raw[1] != (byte)'u')
            return shortEscape;
        char first = Unit(raw);
        if (!char.IsSurrogate(first))
            return first == '\0' && !takesNull ? 0 : EscapeLength;
        ReadOnlySpan<byte> rest = raw[EscapeLength..];
        bool pairs = char.IsHighSurrogate(first) && rest.StartsWith("\\u"u8) && char.IsLowSurrogate(Unit(rest));
        return pairs ? 2 * EscapeLength : 0;
    }

    private static char Unit(ReadOnlySpan<byte> escape) =>
        (char)ushort.Parse(escape[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
