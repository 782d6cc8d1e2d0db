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

    internal void Check()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Path);
        ArgumentOutOfRangeException.ThrowIfLessThan(WaitingMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(WaitingMax, WaitingLimit);
        ArgumentOutOfRangeException.ThrowIfLessThan(JournalBytesMax, JournalBytesLeast);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(JournalBytesMax, JournalBytesLimit);
    }
}
