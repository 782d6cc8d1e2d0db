using System.Text.Json;
using System.Text.Json.Serialization;

namespace Athens.Sync;

/// <summary>Keeps JSON's null apart from no value at all; by itself a nullable element reads both as none.</summary>
internal sealed class OptionalValueConverter : JsonConverter<JsonElement?>
{
    public override bool HandleNull => true;

    public override JsonElement? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonElement.ParseValue(ref reader);

    public override void Write(Utf8JsonWriter writer, JsonElement? value, JsonSerializerOptions options) => (value ?? Json.Null).WriteTo(writer);
}
