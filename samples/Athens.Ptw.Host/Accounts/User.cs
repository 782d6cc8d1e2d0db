using Athens.Ptw.Roles;

namespace Athens.Ptw.Host.Accounts;

/// <summary>A person who may sign in, with one role in one project.</summary>
public sealed class User
{
    public string Username { get; set; } = "";

    public string ProjectId { get; set; } = "";

    /// <summary>One of <see cref="Roles.Role.OfUsers"/>.</summary>
    public string Role { get; set; } = "";

    public string PasswordHash { get; set; } = "";

    /// <summary>Made by the Development seed, with a password that everyone knows: no other environment lets it in.</summary>
    public bool IsDemo { get; set; }
}
