namespace Athens.Ptw.Roles;

/// <summary>What a user is in a project. Each user has one role.</summary>
public static class Role
{
    public const string Requester = "requester";
    public const string Isolator = "isolator";
    public const string Verifier = "verifier";
    public const string Approver = "approver";
    public const string Admin = "admin";

    /// <summary>Nobody's: the host itself, when it lets a permit expire.</summary>
    public const string System = "system";

    /// <summary>The roles that a user may have.</summary>
    public static IReadOnlyList<string> OfUsers { get; } = [Requester, Isolator, Verifier, Approver, Admin];
}
