using Athens.Sync.AspNetCore;
using Athens.Sync.Server;
using Athens.Sync.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints of a sync server.</summary>
public static class SyncEndpoints
{
    private const string Json = "application/json";
    private const string Tag = "Sync";

    private static readonly int[] PullProblems = [StatusCodes.Status400BadRequest, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests, StatusCodes.Status500InternalServerError, StatusCodes.Status503ServiceUnavailable];
    private static readonly int[] PushProblems = [.. PullProblems, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType];

    /// <summary>
    /// Maps <c>POST push</c> and <c>GET pull</c> below a prefix, for the <see cref="SyncServer"/> of the host's services.
    /// They require authorization by the default policy; <c>RequireAuthorization</c> on what is returned adds to that, and
    /// only <c>AllowAnonymous</c> on it takes that back.
    /// </summary>
    /// <param name="endpoints">Where to map.</param>
    /// <param name="prefix">The prefix, "/sync" for example.</param>
    /// <param name="configure">Says who calls.</param>
    /// <returns>The two endpoints, for the host's conventions: policies, rate limits, CORS.</returns>
    public static RouteGroupBuilder MapAthensSync(this IEndpointRouteBuilder endpoints, string prefix, Action<SyncEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        SyncHandler handler = Handler(endpoints, configure);
        RouteGroupBuilder group = endpoints.MapGroup(prefix);
        group.RequireAuthorization();
        Describe(group.MapPost("push", (Delegate)handler.PushAsync), $"{prefix}/push");
        group.MapGet("pull", handler.PullAsync)
            .WithName(NameOf($"{prefix}/pull"))
            .WithTags(Tag)
            .WithSummary("Gives what changed in a scope since a checkpoint.")
            .Produces<PullResponse>(StatusCodes.Status200OK, Json)
            .WithProblems(PullProblems);
        return group;
    }

    /// <summary>
    /// Maps the push endpoint at a path of its own, for clients that know it only there. What it takes and answers is
    /// the same in every way; it requires authorization as <see cref="MapAthensSync"/> does.
    /// </summary>
    /// <param name="endpoints">Where to map.</param>
    /// <param name="pattern">The path.</param>
    /// <param name="configure">Says who calls.</param>
    /// <returns>The endpoint, for the host's conventions.</returns>
    public static RouteHandlerBuilder MapAthensSyncLegacy(this IEndpointRouteBuilder endpoints, string pattern, Action<SyncEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        return Describe(endpoints.MapPost(pattern, (Delegate)Handler(endpoints, configure).PushAsync), pattern).RequireAuthorization();
    }

    private static SyncHandler Handler(IEndpointRouteBuilder endpoints, Action<SyncEndpointOptions>? configure)
    {
        var options = new SyncEndpointOptions();
        configure?.Invoke(options);
        var rates = new RequestRates(options.UserRate, options.DeviceRate);
        endpoints.ServiceProvider.GetService<IHostApplicationLifetime>()?.ApplicationStopped.Register(rates.Dispose);
        return new SyncHandler(options, rates);
    }

    /// <summary>The media type is checked by the endpoint and not by routing, which would refuse without a body, and before the sign-in.</summary>
    private static RouteHandlerBuilder Describe(RouteHandlerBuilder push, string path) => push
        .WithName(NameOf(path))
        .WithTags(Tag)
        .WithSummary("Takes in a batch of changes, and gives each exactly one verdict.")
        .WithMetadata(new AcceptsMetadata([], typeof(PushRequest)))
        .Produces<PushResponse>(StatusCodes.Status200OK, Json)
        .WithProblems(PushProblems);

    private static RouteHandlerBuilder WithProblems(this RouteHandlerBuilder endpoint, int[] statuses) =>
        statuses.Aggregate(endpoint, (builder, status) => builder.ProducesProblem(status));

    /// <summary>A name that no other path has: "/sync/push" is sync_push.</summary>
    private static string NameOf(string path) =>
        string.Join('_', new string([.. path.Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
