using System.Text.Json;
using System.Text.Json.Serialization;

namespace Athens.Sync;

/// <summary>Writes an enumeration as snake_case names, whatever the options say, and reads nothing else.</summary>
internal sealed class WireEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
