using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Athens.Sync.EntityFrameworkCore.Conversions;

/// <summary>Keeps a property as its JSON text. Numbers inside keep their digits, and objects the order of their keys.</summary>
internal sealed class JsonConverter<T>() : ValueConverter<T, string>(value => Write(value), text => Read(text))
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read(string text) => JsonSerializer.Deserialize<T>(text, Options)!;
}
