using System.Text;
using System.Text.Json;

namespace Athens.Sync.Tests.Wire;

/// <summary>Turns a body that is right into one that may not be: bytes and pieces put in, taken out, doubled and turned, and whole values replaced.</summary>
public static class Mutations
{
    private const int Most = 6;
    private const int BytesMax = 12;

    /// <summary>Pieces that a mutation puts in: each is trouble somewhere.</summary>
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "NaN", "-Infinity", "1e400", "-0", "\"\\ud800\"", "\\ud800", "\\u0000", "\"a\\u0000b\"", "null", "true", "{}", "[]", "\"\"", "[[[[[[[[[[[[[[[[[[", "{\"a\":1,\"a\":2}", "{\"a\":{\"b\":\"\\udfff\"}}",
            ",", ":", "\"", "}", "]", "{\"", "//", "9999999999999999999", "9223372036854775807", "-1", "0.1", "\"device_id\"", "\"changes\":[],", "\"create\"", "\"delete\"", "\"north\"", "\"south\"", "\"2026-02-30T00:00:00Z\"",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0x00], [0xEF, 0xBB, 0xBF],
    ];

    /// <summary>One to six mutations of a body, or none.</summary>
    public static byte[] Of(byte[] body, Random random)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(random);
        for (int count = random.Next(Most + 1); count > 0; count--)
            body = Mutate(body, random);
        return body;
    }

    /// <summary>One or two values of a body that are another thing; the rest stays JSON.</summary>
    public static byte[] OfValues(byte[] body, Random random)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(random);
        for (int count = random.Next(1, 3); count > 0; count--)
            body = ReplaceValue(body, random, Pieces[random.Next(Pieces.Length)]);
        return body;
    }

    private static byte[] Mutate(byte[] body, Random random)
    {
        int at = random.Next(body.Length + 1);
        int end = Math.Min(at + random.Next(1, BytesMax + 1), body.Length);
        byte[] piece = Pieces[random.Next(Pieces.Length)];
        return random.Next(10) switch
        {
            0 => [.. body[..at], .. body[end..]],
            1 => [.. body[..at], .. piece, .. body[at..]],
            2 => [.. body[..at], .. piece, .. body[end..]],
            3 => [.. body[..end], .. body[at..]],
            4 => [.. body[..at], .. body[at..end].Select(b => (byte)(b ^ (1 << random.Next(8)))), .. body[end..]],
            _ => ReplaceValue(body, random, piece),
        };
    }

    /// <summary>Puts a piece, or another of the values, in the place of one whole JSON value, so that the rest stays JSON.</summary>
    private static byte[] ReplaceValue(byte[] body, Random random, byte[] piece)
    {
        List<Range> values = Values(body);
        if (values.Count == 0)
            return body;
        Range value = values[random.Next(values.Count)];
        byte[] other = random.Next(3) == 0 ? body[values[random.Next(values.Count)]] : piece;
        return [.. body[..value.Start], .. other, .. body[value.End..]];
    }

    private static List<Range> Values(byte[] body)
    {
        var values = new List<Range>();
        var starts = new Stack<int>();
        var reader = new Utf8JsonReader(body);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                    starts.Push((int)reader.TokenStartIndex);
                else if (reader.TokenType is not JsonTokenType.PropertyName)
                    values.Add((reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray ? starts.Pop() : (int)reader.TokenStartIndex)..(int)reader.BytesConsumed);
            }
        }
        catch (JsonException)
        {
            // What comes before the break can still be replaced.
        }
        return values;
    }
}
