namespace Athens.Ptw.Catalogue;

/// <summary>The catalogue's file as it is written.</summary>
public sealed record CatalogueDocument
{
    public required IReadOnlyList<PpeItem> Ppe { get; init; }

    public required IReadOnlyList<PermitType> PermitTypes { get; init; }
}
