using System.Text.Json;
using Athens.Sync.LiteDb.Storage;
using LiteDB;

namespace Athens.Sync.LiteDb;

/// <summary>Says of what LiteDB and the file system throw which failure of a store it is.</summary>
internal static class StoreErrors
{
    // The same numbers never mean something else among what writing to a file can fail with.
    private const int UnixFileTooLarge = 27;
    private const int UnixNoSpace = 28;
    private const int MacQuota = 69;
    private const int LinuxQuota = 122;
    private const int WindowsHandleDiskFull = 39;
    private const int WindowsDiskFull = 112;

    public static StoreException From(Exception e) => e switch
    {
        StoreException known => known,
        IOException io when IsFull(io) => new StoreException(StoreFailure.Full, "There is no room left for the store's file.", e),
        IOException or UnauthorizedAccessException => new StoreException(StoreFailure.Unavailable, $"The store's file cannot be read or written: {e.Message}", e),
        LiteException { ErrorCode: LiteException.INVALID_INDEX_KEY } => new StoreException(StoreFailure.Constraint, e.Message, e),
        _ => new StoreException(StoreFailure.Corrupt, $"The store's file is damaged: {e.Message}", e),
    };

    /// <summary>True when the exception tells of what the file holds, and not of the disk that it is on.</summary>
    public static bool IsDamage(Exception e) => e is DamagedFileException or InvalidDataException or LiteException or JsonException or InvalidCastException
        or IndexOutOfRangeException or ArgumentException or NullReferenceException or KeyNotFoundException or OverflowException or InvalidOperationException or NotSupportedException;

    private static bool IsFull(IOException e) => OperatingSystem.IsWindows()
        ? (e.HResult & 0xFFFF) is WindowsDiskFull or WindowsHandleDiskFull
        : e.HResult is UnixNoSpace or UnixFileTooLarge || e.HResult == (OperatingSystem.IsLinux() ? LinuxQuota : MacQuota);
}
