using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Athens.Sync.Merging;

/// <summary>Compares JSON values by their bytes as far as these tell, without making texts of them.</summary>
internal static class JsonText
{
    /// <summary>A decimal holds so many characters of digits and point, whatever they are.</summary>
    private const int DecimalCharsMax = 28;

    private const byte Quote = (byte)'"';

    /// <summary>True for the same bytes, which are the same value, whatever it is of.</summary>
    public static bool AreSame(JsonElement left, JsonElement right) => Raw(left).SequenceEqual(Raw(right));

    /// <summary>True for the same text, however it is escaped.</summary>
    public static bool AreEqual(JsonElement left, JsonElement right) =>
        AreSame(left, right) || (!(IsPlain(left) && IsPlain(right)) && left.ValueEquals(right.GetString()));

    public static bool AreEqualWithoutCase(JsonElement left, JsonElement right) =>
        IsPlain(left) && IsPlain(right) && Ascii.IsValid(Raw(left)) && Ascii.IsValid(Raw(right))
            ? Ascii.EqualsIgnoreCase(Raw(left), Raw(right))
            : string.Equals(left.GetString(), right.GetString(), StringComparison.OrdinalIgnoreCase);

    /// <summary>True for a number that a decimal holds exactly: one of few digits and no exponent.</summary>
    public static bool FitsDecimal(JsonElement number) => Raw(number).Length <= DecimalCharsMax && !Raw(number).ContainsAny((byte)'e', (byte)'E');

    /// <summary>True for the same name, however it is escaped.</summary>
    public static bool AreSameName(JsonProperty left, JsonProperty right)
    {
        ReadOnlySpan<byte> name = JsonMarshal.GetRawUtf8PropertyName(right);
        return name.Contains((byte)'\\') ? left.NameEquals(right.Name) : left.NameEquals(name);
    }

    /// <summary>The value of a map's key, of the same name as another map's.</summary>
    public static bool TryFind(JsonElement map, JsonProperty named, out JsonElement value)
    {
        ReadOnlySpan<byte> name = JsonMarshal.GetRawUtf8PropertyName(named);
        return name.Contains((byte)'\\') ? map.TryGetProperty(named.Name, out value) : map.TryGetProperty(name, out value);
    }

    /// <summary>The characters of a text that has no escapes; none of one that has, for then its bytes are not its characters, and of what is no text.</summary>
    public static ReadOnlySpan<byte> Characters(JsonElement value)
    {
        ReadOnlySpan<byte> raw = Raw(value);
        return raw[0] == Quote && !raw.Contains((byte)'\\') ? raw[1..^1] : default;
    }

    /// <summary>True for a text of the given characters, which need no escapes, however it is escaped itself.</summary>
    public static bool IsText(JsonElement value, ReadOnlySpan<byte> characters)
    {
        ReadOnlySpan<byte> raw = Raw(value);
        return raw[0] == Quote && (raw.Contains((byte)'\\') ? value.ValueEquals(characters) : raw[1..^1].SequenceEqual(characters));
    }

    /// <summary>True for a text of ASCII that has no escapes, which every text can hold.</summary>
    public static bool IsPlainText(JsonElement value) => value.ValueKind is JsonValueKind.String && IsPlain(value) && Ascii.IsValid(Raw(value));

    private static bool IsPlain(JsonElement text) => !Raw(text).Contains((byte)'\\');

    private static ReadOnlySpan<byte> Raw(JsonElement value) => JsonMarshal.GetRawUtf8Value(value);
}
