using System.Security.Cryptography;
using System.Text;
using Athens.Ptw.Host.Startup;
using Microsoft.IdentityModel.Tokens;

namespace Athens.Ptw.Host.Accounts;

/// <summary>How tokens are signed, and for how long they hold.</summary>
public sealed record JwtSettings(SymmetricSecurityKey Key)
{
    public const string Issuer = "athens-ptw";
    public const string Audience = "athens-ptw";

    /// <summary>HS256 is no stronger than its key: RFC 7518 asks for at least as many bits as the hash has.</summary>
    private const int KeyBytesMin = 32;

    /// <summary>A shift: who signs in at its start stays signed in until its end.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <exception cref="PtwStartException">The key is too short, or is absent outside Development.</exception>
    public static JwtSettings From(IConfiguration configuration, IHostEnvironment environment)
    {
        string? configured = configuration["Jwt:Key"];
        if (string.IsNullOrEmpty(configured))
            return new JwtSettings(new SymmetricSecurityKey(RandomKey(environment)));
        byte[] key = Encoding.UTF8.GetBytes(configured);
        return key.Length >= KeyBytesMin
            ? new JwtSettings(new SymmetricSecurityKey(key))
            : throw new PtwStartException($"Jwt:Key has {key.Length} bytes: it needs at least {KeyBytesMin}.");
    }

    private static byte[] RandomKey(IHostEnvironment environment) =>
        environment.IsDevelopment()
            ? RandomNumberGenerator.GetBytes(KeyBytesMin)
            : throw new PtwStartException(
                $"Jwt:Key is not set, and the environment is {environment.EnvironmentName}: set it (as Jwt__Key in the environment) to a secret of at least {KeyBytesMin} bytes.");
}
