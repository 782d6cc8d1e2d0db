using System.Security.Cryptography;
using System.Text;

namespace Athens.Sync.EntityFrameworkCore.Triggers;

/// <summary>One trigger of one table.</summary>
/// <param name="Name">Its name, unique in the database.</param>
/// <param name="Sql">The statement that makes it.</param>
/// <param name="Drop">The statement that removes it where it is there.</param>
internal sealed record Trigger(string Name, string Sql, string Drop)
{
    /// <summary>Statements that come before.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <summary>Statements that come after.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>Differs when the statement does, so that one of an older model is known.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));
}
