using Athens.Ptw.Host.Storage;
using Microsoft.AspNetCore.Identity;

namespace Athens.Ptw.Host.Accounts;

/// <summary>Finds the user of a name and password.</summary>
public sealed class SignIn(PtwDbContext db, IPasswordHasher<User> hasher, IHostEnvironment environment)
{
    private static readonly User Nobody = new() { PasswordHash = new PasswordHasher<User>().HashPassword(new User(), "") };

    /// <returns>The user, or null where the two do not belong together.</returns>
    public async Task<User?> FindAsync(string username, string password, CancellationToken cancellationToken)
    {
        User? user = await db.Users.FindAsync([username], cancellationToken);
        return Matches(user, password) && MayEnter(user) ? user : null;
    }

    /// <summary>For a name that nobody has, a hash is computed all the same: the time taken must not tell which names exist.</summary>
    private bool Matches(User? user, string password) =>
        hasher.VerifyHashedPassword(user ?? Nobody, (user ?? Nobody).PasswordHash, password) != PasswordVerificationResult.Failed;

    private bool MayEnter(User? user) => user is { IsDemo: false } || (user is not null && environment.IsDevelopment());
}
