using System.Security.Claims;

namespace Athens.Sync.Server;

/// <summary>Who sends a request, as the host has authenticated it.</summary>
public sealed record SyncCaller
{
    /// <summary>The customer that the user belongs to; empty where there is only one.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>The user's id.</summary>
    public required string User { get; init; }

    /// <summary>The scopes that the user may see; the first is meant where a request names none.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>A text that differs when what the user may see differs; part of each checkpoint.</summary>
    public string Rights { get; init; } = "";

    /// <summary>The user's claims, for the app's rules.</summary>
    public ClaimsPrincipal? Principal { get; init; }

    /// <summary>True when the user may see the scope.</summary>
    public bool MaySee(string scope) => Scopes.Contains(scope, StringComparer.Ordinal);

    /// <summary>True when the principal has the role. Without a principal there are none.</summary>
    public bool IsInRole(string role) => Principal?.IsInRole(role) ?? false;

    /// <summary>The scope meant by a request.</summary>
    /// <exception cref="ScopeNotFoundException">The user may not see it, or has none.</exception>
    public string ScopeOrDefault(string? named)
    {
        string scope = named ?? (Scopes.Count > 0 ? Scopes[0] : "");
        return MaySee(scope) ? scope : throw new ScopeNotFoundException(scope);
    }
}
