using Microsoft.AspNetCore.Http.HttpResults;

namespace Athens.Ptw.Host.Accounts;

/// <summary><c>/api/v1/auth/session</c>: a name and a password for a session of this browser, and its end.</summary>
internal static class SessionEndpoint
{
    private const string Path = "/api/v1/auth/session";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, BeginAsync)
            .WithName("BeginSession")
            .WithSummary($"Signs a user in on this browser. The header {BrowserSession.Header} names the session, here and in each request that is made in it.")
            .WithTags("auth")
            .AllowAnonymous()
            .RequireRateLimiting(SignInLimit.Policy)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        routes.MapDelete(Path, End)
            .WithName("EndSession")
            .WithSummary("Signs the session's user out on this browser.")
            .WithTags("auth")
            .AllowAnonymous();
    }

    private static async Task<Results<Ok<SignedIn>, ValidationProblem, ProblemHttpResult>> BeginAsync(
        Credentials credentials, HttpContext http, SignIn signIn, TokenIssuer issuer, CancellationToken cancellationToken)
    {
        if (BrowserSession.CookieOf(http.Request) is not { } cookie)
            return TypedResults.ValidationProblem(Unnamed);
        if (credentials is not { Username: { Length: > 0 } username, Password: { Length: > 0 } password })
            return TypedResults.ValidationProblem(TokenEndpoint.Missing(credentials));
        if (await signIn.FindAsync(username, password, cancellationToken) is not { } user)
            return TokenEndpoint.Wrong;
        AccessToken token = issuer.Issue(user);
        BrowserSession.Keep(http, cookie, token);
        return TypedResults.Ok(new SignedIn(user.Username, user.Role, user.ProjectId, token.ExpiresIn));
    }

    private static Results<NoContent, ValidationProblem> End(HttpContext http)
    {
        if (BrowserSession.CookieOf(http.Request) is not { } cookie)
            return TypedResults.ValidationProblem(Unnamed);
        BrowserSession.Forget(http, cookie);
        return TypedResults.NoContent();
    }

    private static Dictionary<string, string[]> Unnamed => new()
    {
        [BrowserSession.Header] = [$"The header {BrowserSession.Header} names no session: letters, digits and hyphens, 64 at most."],
    };
}
