using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Athens.Ptw.Host.Storage;

/// <summary>JSON as it is kept in a text column: the values as they came, digit for digit.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string OfMap(IReadOnlyDictionary<string, JsonElement> map) => Write(writer =>
    {
        writer.WriteStartObject();
        foreach ((string key, JsonElement value) in map)
        {
            writer.WritePropertyName(key);
            writer.WriteRawValue(value.GetRawText());
        }

        writer.WriteEndObject();
    });

    public static Dictionary<string, JsonElement> ToMap(string text) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(text) ?? [];

    public static string OfList(IReadOnlyList<string> list) => Write(writer =>
    {
        writer.WriteStartArray();
        foreach (string item in list)
            writer.WriteStringValue(item);
        writer.WriteEndArray();
    });

    public static List<string> ToList(string text) => JsonSerializer.Deserialize<List<string>>(text) ?? [];

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Format))
            write(writer);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
