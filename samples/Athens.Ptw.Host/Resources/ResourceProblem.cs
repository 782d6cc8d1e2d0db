using System.Text.Json;
using Athens.Sync;
using Athens.Sync.Modeling;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Athens.Ptw.Host.Resources;

/// <summary>Tells over HTTP why a change was not taken in.</summary>
/// <remarks>
/// 400: what was sent is wrong, by field. 403: the role does not include it. 404: there is none, or none that the caller
/// may see; the two are not told apart. 409: it is well said, and does not fit what is stored: the version is stale, the
/// status cannot move like that, or something stands in the way of the move.
/// </remarks>
internal static class ResourceProblem
{
    private static readonly Dictionary<string, string> NamesHere = new() { ["server_id"] = ResourceJson.Id, ["client_version"] = ResourceJson.Version };

    public static IResult Of(Outcome verdict, EntityModel entity, Change? change) => verdict switch
    {
        ConflictedChange { Reason: ConflictReason.DeletedOnServer } => NotFound(entity),
        ConflictedChange conflict => Conflict(conflict),
        RejectedChange { Reason: RejectionReason.NotFound } => NotFound(entity),
        RejectedChange { Reason: RejectionReason.PermissionDenied } denied => Problem(StatusCodes.Status403Forbidden, denied.Detail?.ToString()),
        RejectedChange { Reason: RejectionReason.TooLarge } large => Problem(StatusCodes.Status413PayloadTooLarge, string.Join(' ', Errors(large).SelectMany(error => error.Value))),
        RejectedChange rejected when IsInTheWay(rejected, entity, change) => Blocked(rejected, entity),
        RejectedChange rejected => TypedResults.ValidationProblem(Errors(rejected)),
        _ => throw new InvalidOperationException($"{verdict.GetType().Name} is no refusal."),
    };

    public static ProblemHttpResult NotFound(EntityModel entity) => Problem(StatusCodes.Status404NotFound, $"There is no such {entity.Type}.");

    public static ValidationProblem Invalid(string field, string message) => TypedResults.ValidationProblem(new Dictionary<string, string[]> { [field] = [message] });

    private static ProblemHttpResult Problem(int status, string? detail, Dictionary<string, object?>? extensions = null) =>
        TypedResults.Problem(detail, statusCode: status, extensions: extensions);

    private static ProblemHttpResult Conflict(ConflictedChange conflict) => Problem(StatusCodes.Status409Conflict, conflict.Detail, new()
    {
        ["reason"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(conflict.Reason.ToString()),
        [ResourceJson.Version] = conflict.ServerVersion,
        ["fields"] = conflict.Fields.ToDictionary(field => field.Key, field => new { sent = field.Value.Client, stored = field.Value.Server }),
    });

    private static ProblemHttpResult Blocked(RejectedChange rejected, EntityModel entity) =>
        Problem(StatusCodes.Status409Conflict, $"The {entity.Type} is not ready for that.", new() { ["reason"] = "blocked", ["errors"] = Errors(rejected) });

    /// <summary>A move of the status that fails on something else than what was sent fails on what is stored.</summary>
    private static bool IsInTheWay(RejectedChange rejected, EntityModel entity, Change? change) =>
        rejected.Reason is RejectionReason.ValidationError
        && change?.Op is ChangeOp.Update
        && entity.Status is { } status && change.Data.ContainsKey(status.Field.Name)
        && Errors(rejected).Keys.Any(field => !change.Data.ContainsKey(field));

    /// <summary>The detail by field; what is about no field in particular is under the empty name.</summary>
    private static Dictionary<string, string[]> Errors(RejectedChange rejected) => rejected.Detail is { ValueKind: JsonValueKind.Object } byField
        ? byField.EnumerateObject().ToDictionary(error => NamesHere.GetValueOrDefault(error.Name, error.Name), error => new[] { error.Value.ToString() })
        : new() { [""] = [rejected.Detail?.ToString() ?? ""] };
}
