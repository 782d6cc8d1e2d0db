using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Athens.Sync.DeviceProcess;

/// <summary>Ids that a life draws again when it is replayed.</summary>
public sealed class SeededIds(string life) : SyncIds
{
    private int last;

    public override string Next()
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{life}/{Interlocked.Increment(ref last)}");
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16)).ToString();
    }
}
