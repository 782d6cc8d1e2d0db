using System.Text.Json.Serialization;

namespace Athens.Sync.EndToEnd.Permits;

/// <summary>Permits as plain JSON, by generated code: what the engine's JSON is measured against.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<Permit>))]
[JsonSerializable(typeof(Permit))]
public sealed partial class PermitJson : JsonSerializerContext;
