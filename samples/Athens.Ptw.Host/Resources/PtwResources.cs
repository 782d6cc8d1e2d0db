using Athens.Ptw.Closeouts;
using Athens.Ptw.Gas;
using Athens.Ptw.Isolation;
using Athens.Ptw.Permits;
using Athens.Ptw.Photos;
using Athens.Ptw.Roles;
using Athens.Ptw.Signatures;
using Athens.Sync;

namespace Athens.Ptw.Host.Resources;

/// <summary>The entities that can be read and written over plain HTTP, and where.</summary>
internal static class PtwResources
{
    public static void Map(IEndpointRouteBuilder routes, SyncModel model)
    {
        RouteGroupBuilder ptw = routes.MapGroup("/api/v1/ptw")
            .WithTags("ptw")
            .RequireAuthorization()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .AddEndpointFilter(ResourceFaults.AnswerAsync);
        ResourceEndpoints.Map<Permit>(ptw.MapGroup("/permits"), model.Entity(EntityName.Permit));
        ResourceEndpoints.Map<IsolationPoint>(ptw.MapGroup("/isolation-points"), model.Entity(EntityName.IsolationPoint));
        ResourceEndpoints.Map<Closeout>(ptw.MapGroup("/closeouts"), model.Entity(EntityName.Closeout));
        ResourceEndpoints.Map<GasReading>(ptw.MapGroup("/gas-readings"), model.Entity(EntityName.GasReading));
        ResourceEndpoints.Map<PermitPhoto>(ptw.MapGroup("/permit-photos"), model.Entity(EntityName.PermitPhoto));
        ResourceEndpoints.Map<Signature>(ptw.MapGroup("/signatures"), model.Entity(EntityName.Signature));
    }
}
