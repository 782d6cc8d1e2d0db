using Athens.Sync.Modeling;
using Athens.Sync.Wire;
using Microsoft.AspNetCore.Mvc;

namespace Athens.Ptw.Host.Resources;

/// <summary>Maps one entity type over plain HTTP, for whoever has no device's engine: a collection, and below it each entity.</summary>
internal static class ResourceEndpoints
{
    private const string Json = "application/json";

    public static void Map<T>(RouteGroupBuilder collection, EntityModel entity)
        where T : class
    {
        string name = typeof(T).Name;
        string words = entity.Type.Replace('_', ' ');
        MapReads(collection, new ResourceReads<T>(entity), name, words);
        MapWrites(collection, new ResourceWrites<T>(entity), entity, name, words);
    }

    private static void MapReads<T>(RouteGroupBuilder collection, ResourceReads<T> reads, string name, string words)
        where T : class
    {
        collection.MapGet("/", reads.ListAsync)
            .WithName($"List{name}s")
            .WithSummary($"Lists each {words} of the user's project, a page at a time; the header Link leads to the next page.")
            .Produces<T[]>()
            .ProducesValidationProblem();
        collection.MapGet("/{id}/", reads.GetAsync)
            .WithName($"Get{name}")
            .WithSummary($"Reads one {words}.")
            .Produces<T>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static void MapWrites<T>(RouteGroupBuilder collection, ResourceWrites<T> writes, EntityModel entity, string name, string words)
        where T : class
    {
        Describe<T>(collection.MapPost("/", writes.PostAsync))
            .WithName($"Create{name}")
            .WithSummary($"Creates a {words}. An id may be given, and is kept.")
            .Produces<T>(StatusCodes.Status201Created);
        if (entity.IsAppendOnly)
            return;
        Describe<T>(collection.MapPatch("/{id}/", writes.PatchAsync))
            .WithName($"Update{name}")
            .WithSummary($"Sets fields of a {words}, on the version that the body's version or the header If-Match names, or else on the current one.")
            .Produces<T>();
    }

    private static RouteHandlerBuilder Describe<T>(RouteHandlerBuilder endpoint)
        where T : class => endpoint
        .Accepts<T>(Json)
        .WithMetadata(new RequestSizeLimitAttribute(SyncLimits.Default.BodyBytesMax))
        .ProducesValidationProblem()
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict);
}
