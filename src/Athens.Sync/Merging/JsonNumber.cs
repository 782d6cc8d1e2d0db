using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Athens.Sync.Merging;

/// <summary>
/// A JSON number by its exact value: digits times a power of ten. Neither a double nor a decimal holds every number
/// that JSON can carry, and two that differ must never compare as equal.
/// </summary>
internal readonly record struct JsonNumber : IComparable<JsonNumber>
{
    private const int ExponentDigitsMax = 15;

    private JsonNumber(bool isNegative, string digits, long exponent)
    {
        IsNegative = isNegative && digits.Length > 0;
        Digits = digits;
        Exponent = digits.Length == 0 ? 0 : exponent;
    }

    public bool IsNegative { get; }

    /// <summary>The significant digits, without zeros at either end; empty for zero.</summary>
    public string Digits { get; }

    /// <summary>The power of ten that the digits are multiplied by.</summary>
    public long Exponent { get; }

    /// <summary>The value's place of the first digit: it orders numbers of unlike size without writing them out.</summary>
    private long Magnitude => Digits.Length + Exponent;

    /// <summary>Reads a number; false where the element is none, or its exponent is beyond all sense.</summary>
    public static bool TryRead(JsonElement? element, out JsonNumber number)
    {
        number = default;
        return element is { ValueKind: JsonValueKind.Number } value && TryParse(value.GetRawText(), out number);
    }

    public static JsonNumber Of(BigInteger value, int scale)
    {
        string digits = BigInteger.Abs(value).ToString(CultureInfo.InvariantCulture);
        return Normalise(value.Sign < 0, digits, -scale);
    }

    public int CompareTo(JsonNumber other)
    {
        if (Sign != other.Sign)
            return Sign.CompareTo(other.Sign);
        int bySize = Magnitude != other.Magnitude
            ? Magnitude.CompareTo(other.Magnitude)
            : string.CompareOrdinal(Digits, other.Digits);
        return IsNegative ? -bySize : bySize;
    }

    /// <summary>The value times ten to the power of <paramref name="scale"/>, which is at least minus the exponent.</summary>
    public BigInteger Scaled(int scale)
    {
        if (Digits.Length == 0)
            return BigInteger.Zero;
        BigInteger value = BigInteger.Parse(Digits, CultureInfo.InvariantCulture) * BigInteger.Pow(10, (int)(Exponent + scale));
        return IsNegative ? -value : value;
    }

    /// <summary>One text for each value: equal values have equal texts, and no others have.</summary>
    public override string ToString() =>
        Digits.Length == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"{(IsNegative ? "-" : "")}{Digits}e{Exponent}");

    /// <summary>The value in full, without an exponent.</summary>
    public string ToPlainText()
    {
        if (Digits.Length == 0)
            return "0";
        string sign = IsNegative ? "-" : "";
        if (Exponent >= 0)
            return sign + Digits + new string('0', (int)Exponent);
        string padded = Digits.PadLeft((int)-Exponent + 1, '0');
        return $"{sign}{padded[..^(int)-Exponent]}.{padded[^(int)-Exponent..]}";
    }

    private int Sign => Digits.Length == 0 ? 0 : IsNegative ? -1 : 1;

    private static bool TryParse(string text, out JsonNumber number)
    {
        int mark = text.AsSpan().IndexOfAny('e', 'E');
        ReadOnlySpan<char> mantissa = mark < 0 ? text : text.AsSpan(0, mark);
        ReadOnlySpan<char> power = mark < 0 ? "0" : text.AsSpan(mark + 1);
        int point = mantissa.IndexOf('.');
        int decimals = point < 0 ? 0 : mantissa.Length - point - 1;
        string digits = mantissa.ToString().Replace("-", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal);
        bool isSane = TryParseExponent(power, out long exponent);
        number = Normalise(text[0] == '-', digits, exponent - decimals);
        return isSane || number.Digits.Length == 0;
    }

    private static bool TryParseExponent(ReadOnlySpan<char> text, out long exponent)
    {
        exponent = 0;
        ReadOnlySpan<char> digits = text.TrimStart("+-").TrimStart('0');
        if (digits.Length > ExponentDigitsMax)
            return false;
        if (digits.Length > 0)
            exponent = long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        if (text[0] == '-')
            exponent = -exponent;
        return true;
    }

    private static JsonNumber Normalise(bool isNegative, string digits, long exponent)
    {
        string leading = digits.TrimStart('0');
        string bare = leading.TrimEnd('0');
        return new JsonNumber(isNegative, bare, exponent + leading.Length - bare.Length);
    }
}
