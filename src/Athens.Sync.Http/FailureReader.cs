using System.Net;

namespace Athens.Sync.Http;

/// <summary>Reads an answer that is not of status 2xx as the failure that it tells of.</summary>
internal static class FailureReader
{
    private const string ResyncRequired = "urn:athens-sync:resync-required";
    private const string RegistrationRequired = "urn:athens-sync:registration-required";

    public static async Task<SyncException> ReadAsync(HttpResponseMessage response, TimeProvider time, HttpSyncOptions options, CancellationToken cancellationToken)
    {
        AnswerProblem problem = await AnswerProblem.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        return (response.StatusCode, problem.Type) switch
        {
            (HttpStatusCode.Conflict, ResyncRequired) => new ResyncRequiredException(problem.Detail ?? "The server does not continue from here."),
            (HttpStatusCode.Conflict, RegistrationRequired) => new RegistrationRequiredException(problem.Detail ?? "The device's numbers go back."),
            _ => Failure(response, problem, time, options),
        };
    }

    private static SyncTransportException Failure(HttpResponseMessage response, AnswerProblem problem, TimeProvider time, HttpSyncOptions options) =>
        new(FailureOf(response.StatusCode), Describe(response, problem))
        {
            RetryAfter = RetryAfter(response, time, options.RetryAfterMax),
        };

    private static TransportFailure FailureOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => TransportFailure.Unauthorized,
        // The network in between asks to sign in: that is what this status is for.
        HttpStatusCode.NetworkAuthenticationRequired => TransportFailure.NotTheServer,
        // Neither says that the request itself is at fault.
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests => TransportFailure.Unavailable,
        >= HttpStatusCode.InternalServerError => TransportFailure.Unavailable,
        >= HttpStatusCode.BadRequest => TransportFailure.Refused,
        // A redirect is not followed: changes go to the server that was named, and to no other.
        _ => TransportFailure.NotTheServer,
    };

    private static string Describe(HttpResponseMessage response, AnswerProblem problem)
    {
        string status = $"The server answered {(int)response.StatusCode}";
        string said = string.Join(": ", new[] { problem.Title, problem.Detail }.Where(text => text is not null));
        return said.Length > 0 ? $"{status}. {said}" : $"{status}.";
    }

    /// <summary>How long to wait, given in seconds or as a date.</summary>
    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time, TimeSpan max)
    {
        TimeSpan? asked = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => null,
        };
        return asked is not { } wait ? null : wait < TimeSpan.Zero ? TimeSpan.Zero : wait > max ? max : wait;
    }
}
