using Athens.Ptw.Roles;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Athens.Ptw.Host.Accounts;

/// <summary>Makes tokens, and says how they are checked.</summary>
public sealed class TokenIssuer(JwtSettings settings, TimeProvider clock)
{
    /// <summary>Devices' and servers' clocks differ a little.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    public AccessToken Issue(User user)
    {
        DateTime now = clock.GetUtcNow().UtcDateTime;
        string token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = JwtSettings.Issuer,
            Audience = JwtSettings.Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + JwtSettings.Lifetime,
            SigningCredentials = new SigningCredentials(settings.Key, SecurityAlgorithms.HmacSha256),
            Subject = new Actor(user.Username, user.Role, user.ProjectId).ToIdentity(),
        });
        return new AccessToken(token, "Bearer", (long)JwtSettings.Lifetime.TotalSeconds);
    }

    public TokenValidationParameters Validation() => new()
    {
        ValidIssuer = JwtSettings.Issuer,
        ValidAudience = JwtSettings.Audience,
        IssuerSigningKey = settings.Key,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        NameClaimType = TokenClaim.Subject,
        RoleClaimType = TokenClaim.Role,
        LifetimeValidator = (notBefore, expires, _, _) => IsCurrent(notBefore, expires),
    };

    /// <summary>The handler's own check reads the ambient clock.</summary>
    private bool IsCurrent(DateTime? notBefore, DateTime? expires)
    {
        DateTime now = clock.GetUtcNow().UtcDateTime;
        return notBefore is { } from && expires is { } until && from <= now + ClockSkew && now - ClockSkew < until;
    }
}
