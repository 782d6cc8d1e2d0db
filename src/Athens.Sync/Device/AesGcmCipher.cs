using System.Diagnostics.CodeAnalysis;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;

namespace Athens.Sync.Device;

/// <summary>
/// Encrypts records with AES-256-GCM: a new random nonce for each write, and the record's name bound to it. A record that was
/// altered, or put in the place of another, is not opened; an earlier copy of the same record is not told from the last one.
/// </summary>
[UnsupportedOSPlatform("browser")]
public sealed class AesGcmCipher : IRecordCipher
{
    private const byte Version = 1;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly RecordKey key;
    private readonly Dictionary<string, RecordKey> keys;

    /// <summary>Makes a cipher.</summary>
    /// <param name="key">What is written from now on is encrypted with this one.</param>
    /// <param name="former">What was written under these can still be read. A key can go when nothing is left under it.</param>
    public AesGcmCipher(RecordKey key, params RecordKey[] former)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(former);
        this.key = key;
        keys = former.Append(key).ToDictionary(known => known.Id, StringComparer.Ordinal);
    }

    /// <inheritdoc />
    [SuppressMessage("ApiDesign", "RS0030", Justification = "A nonce must never come twice: it is no id of the engine's, and no test may foresee it.")]
    public byte[] Seal(ReadOnlySpan<byte> record, ReadOnlySpan<byte> name)
    {
        byte[] header = HeaderOf(key);
        byte[] kept = new byte[header.Length + NonceSize + record.Length + TagSize];
        header.CopyTo(kept, 0);
        Span<byte> nonce = kept.AsSpan(header.Length, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key.Secret, TagSize);
        aes.Encrypt(nonce, record, kept.AsSpan(header.Length + NonceSize, record.Length), kept.AsSpan(kept.Length - TagSize), [.. header, .. name]);
        return kept;
    }

    /// <inheritdoc />
    public byte[] Open(ReadOnlySpan<byte> kept, ReadOnlySpan<byte> name)
    {
        if (kept.Length < 2 || kept[0] != Version)
            throw new StoreException(StoreFailure.WrongKey, $"What the store keeps is not encrypted, and is to be, with the key '{key.Id}'.");
        byte[] header = HeaderOf(KeyOf(kept));
        if (kept.Length < header.Length + NonceSize + TagSize)
            throw new InvalidDataException("An encrypted record is cut off.");
        if (!kept.StartsWith(header))
            throw new StoreException(StoreFailure.WrongKey, $"What the store keeps is encrypted with another key '{IdOf(kept)}' than the one that was given.");
        ReadOnlySpan<byte> sealedBytes = kept[(header.Length + NonceSize)..^TagSize];
        byte[] record = new byte[sealedBytes.Length];
        try
        {
            using var aes = new AesGcm(keys[IdOf(kept)].Secret, TagSize);
            aes.Decrypt(kept.Slice(header.Length, NonceSize), sealedBytes, kept[^TagSize..], record, [.. header, .. name]);
            return record;
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new InvalidDataException("An encrypted record is not what was written, or is another's.", e);
        }
    }

    private RecordKey KeyOf(ReadOnlySpan<byte> kept) => keys.TryGetValue(IdOf(kept), out RecordKey? known)
        ? known
        : throw new StoreException(StoreFailure.WrongKey, $"What the store keeps is encrypted with the key '{IdOf(kept)}', which was not given.");

    private static string IdOf(ReadOnlySpan<byte> kept) => Encoding.UTF8.GetString(kept.Slice(2, Math.Min(kept[1], kept.Length - 2)));

    /// <summary>Version, length of the key's id, the id, the key's mark.</summary>
    private static byte[] HeaderOf(RecordKey key)
    {
        byte[] id = Encoding.UTF8.GetBytes(key.Id);
        return [Version, (byte)id.Length, .. id, .. key.Mark.Span];
    }
}
