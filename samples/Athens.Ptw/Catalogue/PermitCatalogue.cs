using System.Collections.Frozen;

namespace Athens.Ptw.Catalogue;

/// <summary>The permit types that a site works by, and the protective equipment that they name.</summary>
public sealed class PermitCatalogue
{
    private readonly FrozenDictionary<string, PermitType> byCode;

    internal PermitCatalogue(CatalogueDocument document)
    {
        Ppe = document.Ppe;
        Types = document.PermitTypes;
        byCode = Types.ToFrozenDictionary(type => type.Code, StringComparer.Ordinal);
    }

    public IReadOnlyList<PpeItem> Ppe { get; }

    public IReadOnlyList<PermitType> Types { get; }

    /// <returns>The type, or null where the catalogue has no such code.</returns>
    public PermitType? Find(string code) => byCode.GetValueOrDefault(code);
}
