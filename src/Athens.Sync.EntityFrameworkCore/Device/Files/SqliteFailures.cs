using System.Data.Common;
using Athens.Sync.EntityFrameworkCore.Device.Records;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Device.Files;

/// <summary>Says of what EF Core, SQLite and the file system throw which failure of a store it is.</summary>
internal static class SqliteFailures
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int TooBig = 18;
    private const int Constraint = 19;
    private const int NotADatabase = 26;

    /// <summary>The failure that an exception stands for; null where it is no failure of the store, or is one told already.</summary>
    public static StoreException? Of(Exception exception) => exception switch
    {
        DamagedRecordException => new StoreException(StoreFailure.Corrupt, $"The store is damaged: {exception.Message}", exception),
        DbException error => Of(exception, error),
        DbUpdateException { InnerException: DbException error } => Of(exception, error),
        InvalidOperationException { InnerException: DbException error } => Of(exception, error),
        IOException or UnauthorizedAccessException => new StoreException(StoreFailure.Unavailable, $"The store's file cannot be read or written: {exception.Message}", exception),
        _ => null,
    };

    /// <summary>True when the exception tells of what the file holds, and not of the disk that it is on.</summary>
    public static bool IsDamage(Exception exception) => Of(exception) is { Failure: StoreFailure.Corrupt };

    private static StoreException Of(Exception exception, DbException error) => CodeOf(error) switch
    {
        Busy or Locked => new StoreException(StoreFailure.Busy, "Another connection holds the store's file.", exception),
        Constraint or TooBig => new StoreException(StoreFailure.Constraint, $"The data breaks a rule of the store: {error.Message}", exception),
        Full => new StoreException(StoreFailure.Full, "There is no room left for the store's file.", exception),
        Corrupt or NotADatabase => new StoreException(StoreFailure.Corrupt, $"The store is damaged: {error.Message}", exception),
        _ => new StoreException(StoreFailure.Unavailable, $"The store's file cannot be read or written: {error.Message}", exception),
    };

    /// <summary>The provider is the app's, so its exception is known by its property and not by its type.</summary>
    private static int? CodeOf(DbException exception) => exception.GetType().GetProperty("SqliteErrorCode")?.GetValue(exception) as int?;
}
