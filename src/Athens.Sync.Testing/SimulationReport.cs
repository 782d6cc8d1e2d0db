using System.Security.Cryptography;
using System.Text;

namespace Athens.Sync.Testing;

/// <summary>What a simulation did.</summary>
public sealed record SimulationReport
{
    /// <summary>How many days.</summary>
    public int Days { get; init; }

    /// <summary>How many saves and deletes the devices acknowledged.</summary>
    public long Changes { get; init; }

    /// <summary>How many faults were made.</summary>
    public long Faults { get; init; }

    /// <summary>How many changes the server took in.</summary>
    public long Applied { get; init; }

    /// <summary>How many conflicts and refusals the server answered with.</summary>
    public long Refused { get; init; }

    /// <summary>
    /// The SHA-256, in hex, of everything that was done, sent and answered: the same seeds over the same model and build give the same,
    /// in any process.
    /// </summary>
    public string TraceHash { get; init; } = "";

    internal SimulationReport With(SimulationReport day) => new()
    {
        Days = Days + day.Days,
        Changes = Changes + day.Changes,
        Faults = Faults + day.Faults,
        Applied = Applied + day.Applied,
        Refused = Refused + day.Refused,
        TraceHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(TraceHash + day.TraceHash))),
    };
}
