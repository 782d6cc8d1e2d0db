using Athens.Ptw.Roles;

namespace Athens.Ptw.Host.Accounts;

/// <summary>The claims of a token.</summary>
public static class TokenClaim
{
    public const string Subject = "sub";
    public const string Role = "role";
    public const string Project = "project";
}
