using System.Text.Json;
using System.Text.Json.Serialization;

namespace Athens.Sync;

internal sealed class FieldValuesConverter : JsonConverter<FieldValues>
{
    public override FieldValues Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        FieldValues.FromObject(JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, FieldValues value, JsonSerializerOptions options) => value.Write(writer);
}
