using Athens.Sync.Device;

namespace Athens.Sync.EntityFrameworkCore.Device;

/// <summary>How an <see cref="EfDeviceStore"/> treats its file. Immutable.</summary>
public sealed record EfDeviceStoreOptions
{
    /// <summary>
    /// A file up to this size, in bytes, is read and checked as a whole each time it is opened; a larger one only when it was
    /// not closed well, or damage was met in it, so that opening does not take longer the more the outbox holds. 16 MiB; 0 or more.
    /// </summary>
    public long CheckBytesMax { get; init; } = 16 << 20;

    /// <summary>
    /// Encrypts each record; null keeps them in the clear. Types, keys, positions, statuses and which change waits for which stay in
    /// the clear, since queries go by them. A file is encrypted from the beginning, or not.
    /// </summary>
    public IRecordCipher? Cipher { get; init; }

    internal void Check() => ArgumentOutOfRangeException.ThrowIfNegative(CheckBytesMax);
}
