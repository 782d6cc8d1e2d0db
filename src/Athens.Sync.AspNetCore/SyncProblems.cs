using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Athens.Sync.AspNetCore;

/// <summary>The errors of the endpoints as problem+json (RFC 9457). None tells of the server's insides.</summary>
internal static class SyncProblems
{
    public static ProblemHttpResult Malformed(string detail) =>
        Of(StatusCodes.Status400BadRequest, "malformed", "The request is not of the protocol.", detail);

    public static ProblemHttpResult CallerUnknown() =>
        Of(StatusCodes.Status403Forbidden, "caller-unknown", "The request does not say who sends it.", "The sign-in names no user.");

    /// <summary>A scope that is not there and one that the caller may not see get the same answer.</summary>
    public static ProblemHttpResult ScopeNotFound() =>
        Of(StatusCodes.Status404NotFound, "scope-not-found", "There is no such scope.", "There is no such scope, or none that the caller may see.");

    public static ProblemHttpResult TooSlow() =>
        Of(StatusCodes.Status408RequestTimeout, "too-slow", "The body did not arrive in time.", "The body did not arrive in time; send it again.");

    public static ProblemHttpResult ResyncRequired(string detail) =>
        Of(StatusCodes.Status409Conflict, "resync-required", "The device must pull afresh.", detail);

    public static ProblemHttpResult RegistrationRequired(string detail) =>
        Of(StatusCodes.Status409Conflict, "registration-required", "The device must register anew.", detail);

    public static ProblemHttpResult TooLarge(string detail) =>
        Of(StatusCodes.Status413PayloadTooLarge, "too-large", "The request is larger than allowed.", detail);

    public static ProblemHttpResult UnsupportedMediaType(string detail) =>
        Of(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "The body is of a form that is not taken.", detail);

    public static ProblemHttpResult TooManyRequests() =>
        Of(StatusCodes.Status429TooManyRequests, "too-many-requests", "Too many requests.", "Send the request again later.");

    public static ProblemHttpResult QuotaExceeded(string detail) =>
        Of(StatusCodes.Status429TooManyRequests, "quota-exceeded", "The device has too much under way.", detail);

    public static ProblemHttpResult Internal() =>
        Of(StatusCodes.Status500InternalServerError, "internal", "The server failed.", "The request may be sent again: a change is taken in once, however often it arrives.");

    public static ProblemHttpResult Unavailable() =>
        Of(StatusCodes.Status503ServiceUnavailable, "unavailable", "The server is busy.", "Send the request again later.");

    private static ProblemHttpResult Of(int status, string kind, string title, string detail) =>
        TypedResults.Problem(detail, instance: null, status, title, $"urn:athens-sync:{kind}");
}
