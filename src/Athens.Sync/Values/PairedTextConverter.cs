using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Athens.Sync;

/// <summary>Writes text as it is, however deep it lies in a value, or refuses it.</summary>
internal sealed class PairedTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

    /// <exception cref="EncoderFallbackException">The text holds an unpaired surrogate.</exception>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(Checked(value));

    /// <exception cref="EncoderFallbackException">The text holds an unpaired surrogate.</exception>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(Checked(value));

    /// <summary>Writes a text, or null.</summary>
    /// <exception cref="EncoderFallbackException">The text holds an unpaired surrogate.</exception>
    public static void WriteValue(Utf8JsonWriter writer, string? value)
    {
        if (value is null)
            writer.WriteNullValue();
        else
            writer.WriteStringValue(Checked(value));
    }

    private static string Checked(string text) => PairedText.Is(text) ? text : throw new EncoderFallbackException("The text holds an unpaired surrogate.");
}
