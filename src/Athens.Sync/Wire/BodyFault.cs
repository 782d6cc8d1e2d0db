using System.Text;
using System.Text.Json;

namespace Athens.Sync.Wire;

/// <summary>Says in words why bytes could not be parsed.</summary>
internal static class BodyFault
{
    private static readonly string[] NotNumbers = ["NaN", "Infinity", "-Infinity"];

    public static string? Describe(ReadOnlySpan<byte> body, SyncLimits limits)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject && reader.CurrentDepth >= limits.DepthMax)
                    return $"The body is nested deeper than {limits.DepthMax} levels.";
            }
        }
        catch (JsonException exception)
        {
            return NotJson(body[(int)reader.BytesConsumed..], exception);
        }
        try
        {
            return Duplicate(body);
        }
        catch (InvalidOperationException)
        {
            return "The body has a key that is not valid text.";
        }
    }

    private static string NotJson(ReadOnlySpan<byte> rest, JsonException exception)
    {
        string place = $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
        ReadOnlySpan<byte> token = rest.TrimStart(" \t\r\n:,["u8);
        foreach (string name in NotNumbers)
        {
            if (token.StartsWith(Encoding.ASCII.GetBytes(name)))
                return $"The body is not JSON at {place}: {name} is no number.";
        }
        return $"The body is not JSON at {place}.";
    }

    /// <summary>What is JSON and not too deep was refused for a key that an object has twice.</summary>
    private static string? Duplicate(ReadOnlySpan<byte> body)
    {
        var keys = new Stack<HashSet<string>>();
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartObject)
                keys.Push(new HashSet<string>(StringComparer.Ordinal));
            else if (reader.TokenType is JsonTokenType.EndObject)
                keys.Pop();
            else if (reader.TokenType is JsonTokenType.PropertyName && reader.GetString() is { } key && !keys.Peek().Add(key))
                return $"The body has the key '{WireText.Cut(key, 64)}' twice in one object.";
        }
        return null;
    }
}
