using System.Text.Json;
using System.Text.Json.Serialization;

namespace Athens.Ptw.Host.Catalogue;

/// <summary>Reads the catalogue and refuses it, naming everything that is wrong, unless all of it is sound.</summary>
public static class CatalogueFile
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>The catalogue that comes with the host.</summary>
    public static string DefaultPath { get; } = Path.Combine(AppContext.BaseDirectory, "Catalogue", "permit-types.json");

    /// <exception cref="CatalogueException">The file is absent, is not of the form, or contradicts itself.</exception>
    public static PermitCatalogue Load(string path)
    {
        if (!File.Exists(path))
            throw new CatalogueException(path, ["There is no such file."]);
        return Parse(File.ReadAllText(path), path);
    }

    /// <param name="source">What to call the text in an error.</param>
    /// <exception cref="CatalogueException">The text is not of the form, or contradicts itself.</exception>
    public static PermitCatalogue Parse(string json, string source)
    {
        CatalogueDocument document = Read(json, source);
        List<string> problems = [.. CatalogueCheck.Problems(document)];
        return problems.Count == 0 ? new PermitCatalogue(document) : throw new CatalogueException(source, problems);
    }

    private static CatalogueDocument Read(string json, string source)
    {
        try
        {
            return JsonSerializer.Deserialize<CatalogueDocument>(json, Format)
                ?? throw new CatalogueException(source, ["It is null."]);
        }
        catch (JsonException e)
        {
            throw new CatalogueException(source, [e.Message], e);
        }
    }
}
