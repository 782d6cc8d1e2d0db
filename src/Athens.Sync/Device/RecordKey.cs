using System.Security.Cryptography;
using System.Text;

namespace Athens.Sync.Device;

/// <summary>A key that records are encrypted with. The app makes it at random and keeps it where the platform keeps secrets.</summary>
public sealed class RecordKey
{
    /// <summary>How long a key is, in bytes: AES-256.</summary>
    public const int Size = 32;

    private const int IdBytesMax = 64;
    private const int MarkSize = 8;

    private readonly byte[] secret;

    /// <summary>Makes a key.</summary>
    /// <param name="id">Names the key, in the clear, beside each record; another key gets another name. At most 64 bytes of UTF-8.</param>
    /// <param name="secret">32 random bytes, which are copied.</param>
    public RecordKey(string id, ReadOnlySpan<byte> secret)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        if (Encoding.UTF8.GetByteCount(id) > IdBytesMax)
            throw new ArgumentException($"A key's id has at most {IdBytesMax} bytes.", nameof(id));
        if (secret.Length != Size)
            throw new ArgumentException($"A key has {Size} bytes; this has {secret.Length}.", nameof(secret));
        Id = id;
        this.secret = secret.ToArray();
        Mark = HMACSHA256.HashData(this.secret, "Athens.Sync record key"u8).AsMemory(0, MarkSize);
    }

    /// <summary>The key's name.</summary>
    public string Id { get; }

    /// <summary>Tells another key of the same name from a record that was altered. It says nothing of the key.</summary>
    internal ReadOnlyMemory<byte> Mark { get; }

    internal ReadOnlySpan<byte> Secret => secret;

    /// <inheritdoc />
    public override string ToString() => Id;
}
