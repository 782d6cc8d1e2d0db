using Athens.Ptw.Host.Storage;
using Athens.Ptw.Roles;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Athens.Ptw.Host.Accounts;

/// <summary>Two projects, and a user for each role in each, for trying the host out. Development only.</summary>
public static class DemoAccounts
{
    public const string Password = "ptw-demo";

    public static IReadOnlyList<string> Projects { get; } = ["north", "south"];

    /// <summary>Adds what is not there yet.</summary>
    internal static async Task SeedAsync(PtwDbContext db, IPasswordHasher<User> hasher, CancellationToken cancellationToken)
    {
        List<string> projects = await db.Projects.Select(project => project.Id).ToListAsync(cancellationToken);
        List<string> users = await db.Users.Select(user => user.Username).ToListAsync(cancellationToken);
        db.Projects.AddRange(Projects.Except(projects).Select(id => new Project { Id = id, Name = $"Project {id}" }));
        db.Users.AddRange(Users().ExceptBy(users, user => user.Username).Select(user => WithPassword(user, hasher)));
        await db.SaveChangesAsync(cancellationToken);
    }

    private static IEnumerable<User> Users() =>
        from project in Projects
        from role in Role.OfUsers
        select new User { Username = $"{role}-{project}", Role = role, ProjectId = project, IsDemo = true };

    private static User WithPassword(User user, IPasswordHasher<User> hasher)
    {
        user.PasswordHash = hasher.HashPassword(user, Password);
        return user;
    }
}
