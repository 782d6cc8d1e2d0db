using System.Text.Json.Serialization;

namespace Athens.Sync.EndToEnd.Reporting;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Figure))]
public sealed partial class FigureJson : JsonSerializerContext;
