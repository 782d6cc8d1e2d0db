using Microsoft.AspNetCore.Http.HttpResults;

namespace Athens.Ptw.Host.Accounts;

/// <summary><c>POST /api/v1/auth/token</c>: a name and a password for a token.</summary>
internal static class TokenEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/auth/token", SignInAsync)
            .WithName("IssueToken")
            .WithSummary("Signs a user in.")
            .WithTags("auth")
            .AllowAnonymous()
            .RequireRateLimiting(SignInLimit.Policy)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<Results<Ok<AccessToken>, ValidationProblem, ProblemHttpResult>> SignInAsync(
        Credentials credentials, SignIn signIn, TokenIssuer issuer, CancellationToken cancellationToken)
    {
        if (credentials is not { Username: { Length: > 0 } username, Password: { Length: > 0 } password })
            return TypedResults.ValidationProblem(Missing(credentials));
        return await signIn.FindAsync(username, password, cancellationToken) is { } user
            ? TypedResults.Ok(issuer.Issue(user))
            : Wrong;
    }

    /// <summary>Does not tell which of the two is wrong.</summary>
    internal static ProblemHttpResult Wrong => TypedResults.Problem("The user name or the password is wrong.", statusCode: StatusCodes.Status401Unauthorized);

    internal static Dictionary<string, string[]> Missing(Credentials credentials) =>
        new[] { ("username", credentials.Username), ("password", credentials.Password) }
            .Where(field => string.IsNullOrEmpty(field.Item2))
            .ToDictionary(field => field.Item1, field => new[] { $"The {field.Item1} is missing." });
}
