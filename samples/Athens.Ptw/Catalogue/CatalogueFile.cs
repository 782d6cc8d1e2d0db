using System.Text.Json;

namespace Athens.Ptw.Catalogue;

/// <summary>Reads the catalogue and refuses it, naming everything that is wrong, unless all of it is sound.</summary>
public static class CatalogueFile
{
    private const string Resource = "permit-types.json";

    /// <summary>The catalogue that comes with the app.</summary>
    public static PermitCatalogue Default { get; } = Parse(ReadResource(), Resource);

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
            return JsonSerializer.Deserialize(json, CatalogueJson.Default.CatalogueDocument)
                ?? throw new CatalogueException(source, ["It is null."]);
        }
        catch (JsonException e)
        {
            throw new CatalogueException(source, [e.Message], e);
        }
    }

    private static string ReadResource()
    {
        using Stream stream = typeof(CatalogueFile).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
