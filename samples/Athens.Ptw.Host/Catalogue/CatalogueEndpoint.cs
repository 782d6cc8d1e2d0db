using Athens.Ptw.Catalogue;

namespace Athens.Ptw.Host.Catalogue;

/// <summary><c>GET /api/v1/ptw/permit-types/</c>: the catalogue, for a device to keep.</summary>
internal static class CatalogueEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/ptw/permit-types/", (PermitCatalogue catalogue) =>
                new CatalogueDocument { Ppe = catalogue.Ppe, PermitTypes = catalogue.Types })
            .WithName("ListPermitTypes")
            .WithSummary("Lists the permit types with what each of them needs.")
            .WithTags("ptw")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .RequireAuthorization();
}
