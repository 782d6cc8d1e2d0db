using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Athens.Sync.Testing;

/// <summary>Makes JSON values from a seed, of kinds that stores have changed: numbers with a scale and an exponent, texts of any script, nested values.</summary>
internal sealed class RandomJson(int seed)
{
    private const int DepthMax = 4;
    private const int PartsMax = 5;

    /// <summary>Pieces that texts are made of: control characters, composed and decomposed letters, pairs, what JSON escapes, what sorts or shows oddly.</summary>
    private static readonly string[] Pieces =
    [
        "\0", "\u0001", "\t", "\r\n", "\u007f", "\u0085", "\u00e9", "e\u0301", "\u00c5", "A\u030a", "\ufb01", "\U0001F525", "\U0001F468\u200d\U0001F692", "\U0010FFFF",
        "\u2028", "\u202e", "\ufeff", "\ufffd", "\uffff", "\"", "\\", "/", "'", "<&>", " ", "", "null", "0", "x", "\u05e9", "\u4e2d", "\u0130",
    ];

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Random random = new(seed);

    /// <summary>A text without unpaired surrogates.</summary>
    public string Text() => string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    /// <summary>A value, as JSON.</summary>
    public string Value(int depth = 0) => random.Next(depth < DepthMax ? 7 : 5) switch
    {
        0 => "null",
        1 => random.Next(2) == 0 ? "true" : "false",
        2 or 3 => Number(),
        4 => Quoted(Text()),
        5 => $"[{string.Join(',', Enumerable.Range(0, random.Next(PartsMax)).Select(_ => Value(depth + 1)))}]",
        _ => $"{{{string.Join(',', Enumerable.Range(0, random.Next(PartsMax)).Select(_ => Text()).Distinct(StringComparer.Ordinal).Select(name => $"{Quoted(name)}:{Value(depth + 1)}"))}}}",
    };

    private string Number()
    {
        var text = new StringBuilder(random.Next(2) == 0 ? "-" : "");
        text.Append(random.Next(3) == 0 ? "0" : $"{random.Next(1, 10)}{Digits(random.Next(24))}");
        if (random.Next(2) == 0)
            text.Append('.').Append(Digits(random.Next(1, 24))).Append('0', random.Next(3));
        if (random.Next(3) == 0)
            text.Append(random.Next(2) == 0 ? "e" : "E").Append(random.Next(3) switch { 0 => "+", 1 => "-", _ => "" }).Append(random.Next(300).ToString(CultureInfo.InvariantCulture));
        return text.ToString();
    }

    private string Digits(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => random.Next(10)));

    private static string Quoted(string text) => JsonSerializer.Serialize(text, Options);
}
