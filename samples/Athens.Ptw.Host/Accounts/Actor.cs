using System.Security.Claims;
using Athens.Ptw.Roles;

namespace Athens.Ptw.Host.Accounts;

/// <summary>Who makes a request, as the token says.</summary>
public sealed record Actor(string Username, string Role, string ProjectId)
{
    /// <exception cref="InvalidOperationException">The principal was not made from one of the host's tokens.</exception>
    public static Actor Of(ClaimsPrincipal principal) =>
        new(Claim(principal, TokenClaim.Subject), Claim(principal, TokenClaim.Role), Claim(principal, TokenClaim.Project));

    /// <summary>The principal that a token of this actor makes.</summary>
    public ClaimsPrincipal ToPrincipal() => new(ToIdentity());

    public ClaimsIdentity ToIdentity() => new(
    [
        new Claim(TokenClaim.Subject, Username),
        new Claim(TokenClaim.Role, Role),
        new Claim(TokenClaim.Project, ProjectId),
    ]);

    private static string Claim(ClaimsPrincipal principal, string type) =>
        principal.FindFirstValue(type) ?? throw new InvalidOperationException($"The token has no '{type}' claim.");
}
