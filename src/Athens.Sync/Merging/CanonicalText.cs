using System.Text;
using System.Text.Json;

namespace Athens.Sync.Merging;

/// <summary>
/// One text for each JSON value: two values of equal content have equal texts, and no others have. It is what values
/// are compared, looked up and ordered by; it is never stored or sent.
/// </summary>
internal static class CanonicalText
{
    /// <summary>The text of a value; empty for one that is not there, so that it sorts first.</summary>
    public static string Of(JsonElement? value)
    {
        if (value is not { ValueKind: not JsonValueKind.Undefined } element)
            return "";
        if (element.ValueKind is JsonValueKind.String)
            return $"\"{Escaped(element.GetString()!)}\"";
        var text = new StringBuilder();
        Append(text, element);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                AppendObject(text, element);
                break;
            case JsonValueKind.Array:
                AppendArray(text, element);
                break;
            case JsonValueKind.String:
                AppendString(text, element.GetString()!);
                break;
            case JsonValueKind.Number:
                text.Append(JsonNumber.TryRead(element, out JsonNumber number) ? number.ToString() : element.GetRawText());
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
    }

    private static void AppendObject(StringBuilder text, JsonElement element)
    {
        text.Append('{');
        foreach (JsonProperty property in element.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            AppendString(text, property.Name);
            text.Append(':');
            Append(text, property.Value);
            text.Append(',');
        }
        text.Append('}');
    }

    private static void AppendArray(StringBuilder text, JsonElement element)
    {
        text.Append('[');
        foreach (JsonElement item in element.EnumerateArray())
        {
            Append(text, item);
            text.Append(',');
        }
        text.Append(']');
    }

    private static void AppendString(StringBuilder text, string value) => text
        .Append('"')
        .Append(Escaped(value))
        .Append('"');

    private static string Escaped(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
