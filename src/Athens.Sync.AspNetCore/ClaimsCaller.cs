using System.Security.Claims;
using Athens.Sync.Server;

namespace Athens.Sync.AspNetCore;

/// <summary>Makes a caller from claims as most tokens carry them.</summary>
internal static class ClaimsCaller
{
    private static readonly string[] UserClaims = ["sub", ClaimTypes.NameIdentifier];

    /// <summary>The caller; null when no claim names the user.</summary>
    public static SyncCaller? From(ClaimsPrincipal principal, SyncEndpointOptions options)
    {
        string? user = UserClaims.Select(principal.FindFirstValue).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        return user is null ? null : new SyncCaller
        {
            User = user,
            Tenant = principal.FindFirstValue(options.TenantClaim) ?? "",
            Scopes = [.. principal.FindAll(options.ScopeClaim).Select(claim => claim.Value)],
            Principal = principal,
        };
    }
}
