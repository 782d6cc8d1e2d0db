using System.Text.Json.Serialization;

namespace Athens.Ptw.Catalogue;

/// <summary>How the catalogue is read and written, without reflection: an app in a browser is trimmed.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(CatalogueDocument))]
public sealed partial class CatalogueJson : JsonSerializerContext;
