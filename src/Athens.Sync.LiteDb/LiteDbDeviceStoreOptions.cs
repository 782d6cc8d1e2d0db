using Athens.Sync.Device;

namespace Athens.Sync.LiteDb;

/// <summary>Where a <see cref="LiteDbDeviceStore"/> keeps its file, and how much it may hold back. Immutable.</summary>
public sealed record LiteDbDeviceStoreOptions
{
    private const int WaitingLimit = 65_536;
    private const int JournalBytesLeast = 64 << 10;
    private const int JournalBytesLimit = 1 << 30;

    /// <summary>
    /// The path of the database file. Beside it lie <c>.journal</c> while the store is open, and <c>.lock</c>; all of it is
    /// one store, to be copied or restored together and while it is closed.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>How many calls may wait for the thread that owns the file before callers wait to get in line. 256; at most 65,536.</summary>
    public int WaitingMax { get; init; } = 256;

    /// <summary>The size at which the journal is written off and begins anew, in bytes. 4 MiB; from 64 KiB to 1 GiB.</summary>
    public int JournalBytesMax { get; init; } = 4 << 20;

    /// <summary>
    /// A file up to this size, in bytes, is read and checked as a whole each time it is opened; a larger one only when damage was met
    /// in it, so that opening does not take longer the more the outbox holds. Each page of any file is checked whenever it is read.
    /// 4 MiB; 0 or more.
    /// </summary>
    public long CheckBytesMax { get; init; } = 4 << 20;

    /// <summary>
    /// Encrypts each record; null keeps them in the clear. Types, keys, positions, statuses and which change waits for which stay in
    /// the clear, since queries go by them. A file is encrypted from the beginning, or not.
    /// </summary>
    public IRecordCipher? Cipher { get; init; }

    internal void Check()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Path);
        ArgumentOutOfRangeException.ThrowIfLessThan(WaitingMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(WaitingMax, WaitingLimit);
        ArgumentOutOfRangeException.ThrowIfLessThan(JournalBytesMax, JournalBytesLeast);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(JournalBytesMax, JournalBytesLimit);
        ArgumentOutOfRangeException.ThrowIfNegative(CheckBytesMax);
    }
}
