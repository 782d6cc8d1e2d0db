using System.Text.Json;
using System.Text.Json.Serialization;

namespace Athens.Sync.Wire;

/// <summary>Writes enumerations as snake_case names, and reads nothing else.</summary>
internal sealed class WireEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
