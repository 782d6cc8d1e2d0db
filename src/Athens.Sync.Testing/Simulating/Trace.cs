using System.Security.Cryptography;
using System.Text;

namespace Athens.Sync.Testing.Simulating;

/// <summary>What was done, sent and answered, in order.</summary>
internal sealed class Trace : IDisposable
{
    private const int StepsMax = 2_000;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The last steps, for a person.</summary>
    public List<string> Steps { get; } = [];

    public void Step(string step)
    {
        Add(Encoding.UTF8.GetBytes(step));
        if (Steps.Count < StepsMax)
            Steps.Add(step);
    }

    public void Add(ReadOnlySpan<byte> bytes) => hash.AppendData(bytes);

    public string Hash() => Convert.ToHexStringLower(hash.GetCurrentHash());

    public void Dispose() => hash.Dispose();
}
