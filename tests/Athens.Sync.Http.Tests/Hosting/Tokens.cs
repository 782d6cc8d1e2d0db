using System.Security.Claims;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Athens.Sync.Http.Tests.Hosting;

/// <summary>Makes tokens that the test host takes, and such as it must not take.</summary>
public static class Tokens
{
    private const string Issuer = "athens-tests";
    private const string Audience = "sync";

    private static readonly SymmetricSecurityKey Key = new(Encoding.UTF8.GetBytes("a key of the tests, and of nothing else at all"));
    private static readonly SymmetricSecurityKey OtherKey = new(Encoding.UTF8.GetBytes("another key, which the host has never heard of"));

    public static TokenValidationParameters Validation { get; } = new()
    {
        ValidIssuer = Issuer,
        ValidAudience = Audience,
        IssuerSigningKey = Key,
        ClockSkew = TimeSpan.Zero,
    };

    public static string Good(string user, params string[] scopes) => Of(user, scopes, Key, Audience, TimeSpan.FromHours(1));

    public static string Nameless() => Of(null, ["north"], Key, Audience, TimeSpan.FromHours(1));

    /// <summary>Each kind of token that must not be taken, by name.</summary>
    public static IReadOnlyDictionary<string, string?> Bad { get; } = new Dictionary<string, string?>
    {
        ["none"] = null,
        ["garbage"] = "not.a.token",
        ["expired"] = Of("ann", ["north"], Key, Audience, TimeSpan.FromMinutes(-1)),
        ["unsigned"] = Of("ann", ["north"], null, Audience, TimeSpan.FromHours(1)),
        ["signed by another"] = Of("ann", ["north"], OtherKey, Audience, TimeSpan.FromHours(1)),
        ["wrong audience"] = Of("ann", ["north"], Key, "another-app", TimeSpan.FromHours(1)),
        ["tampered"] = Tampered(),
    };

    private static string Of(string? user, string[] scopes, SecurityKey? key, string audience, TimeSpan lifetime)
    {
        List<Claim> claims = [.. scopes.Select(scope => new Claim("sync_scope", scope))];
        if (user is not null)
            claims.Add(new Claim("sub", user));
        DateTime expires = DateTime.UtcNow + lifetime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = audience,
            Subject = new ClaimsIdentity(claims),
            NotBefore = expires.AddHours(-2),
            IssuedAt = expires.AddHours(-2),
            Expires = expires,
            SigningCredentials = key is null ? null : new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
        });
    }

    /// <summary>A good token whose claims were changed to another scope, under the old signature.</summary>
    private static string Tampered()
    {
        string[] mine = Good("ann", "north").Split('.');
        string[] wanted = Of("ann", ["south"], OtherKey, Audience, TimeSpan.FromHours(1)).Split('.');
        return $"{mine[0]}.{wanted[1]}.{mine[2]}";
    }
}
