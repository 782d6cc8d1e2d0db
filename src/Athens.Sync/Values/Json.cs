using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Athens.Sync;

/// <summary>How the engine reads and writes JSON values: strictly, and with no text escaped that need not be.</summary>
internal static class Json
{
    public const int DepthMax = 16;

    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly JsonDocumentOptions ReaderOptions = new() { AllowDuplicateProperties = false, MaxDepth = DepthMax };

    public static readonly JsonElement Null = JsonElement.Parse("null"u8);
    public static readonly JsonElement True = JsonElement.Parse("true"u8);
    public static readonly JsonElement False = JsonElement.Parse("false"u8);

    public static JsonElement Parse(string json) => JsonElement.Parse(json, ReaderOptions);

    public static JsonElement Of(bool value) => value ? True : False;

    public static JsonElement Of(string value) => Build(writer => writer.WriteStringValue(value));

    public static JsonElement Of(long value) => Build(writer => writer.WriteNumberValue(value));

    /// <summary>Makes a value by writing it.</summary>
    public static JsonElement Build(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
            write(writer);
        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>Makes an array of the given elements.</summary>
    public static JsonElement Array(IEnumerable<JsonElement> elements) => Build(writer =>
    {
        writer.WriteStartArray();
        foreach (JsonElement element in elements)
            element.WriteTo(writer);
        writer.WriteEndArray();
    });

    /// <summary>True when the value holds a number that some floating-point type cannot.</summary>
    public static bool HoldsHuge(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => Math.Abs(value.GetDouble()) > float.MaxValue,
        JsonValueKind.Array => value.EnumerateArray().Any(HoldsHuge),
        JsonValueKind.Object => value.EnumerateObject().Any(property => HoldsHuge(property.Value)),
        _ => false,
    };

    public static string Describe(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Null => "null",
        _ => "nothing",
    };
}
