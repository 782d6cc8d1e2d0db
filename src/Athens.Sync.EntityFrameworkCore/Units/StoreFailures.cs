using System.Data.Common;
using Athens.Sync.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Units;

/// <summary>Tells a database's errors in the engine's words.</summary>
internal static class StoreFailures
{
    /// <summary>The failure that an exception is or stands for; null where it is no failure of the store.</summary>
    public static StoreException? Of(Exception exception, Dialect dialect) => exception as StoreException ?? Translate(exception, dialect);

    /// <summary>The failure that an exception stands for; null where it is no failure of the store, or is one told already.</summary>
    public static StoreException? Translate(Exception exception, Dialect dialect) => exception switch
    {
        DbUpdateConcurrencyException => new StoreException(StoreFailure.Busy, "Another transaction changed the same entity.", exception),
        DbException error => Translate(error, error, dialect),
        DbUpdateException { InnerException: DbException error } => Translate(exception, error, dialect),
        InvalidOperationException { InnerException: DbException error } => Translate(exception, error, dialect),
        _ => null,
    };

    private static StoreException? Translate(Exception exception, DbException error, Dialect dialect) => dialect.FailureOf(error) switch
    {
        StoreFailure.Busy => new StoreException(StoreFailure.Busy, "The database is busy, or the transaction lost a race.", exception),
        StoreFailure.Constraint => new StoreException(StoreFailure.Constraint, "The data breaks a rule of the database.", exception),
        StoreFailure.Full => new StoreException(StoreFailure.Full, "There is no room left for the database.", exception),
        StoreFailure.Corrupt => new StoreException(StoreFailure.Corrupt, "The database cannot be read.", exception),
        _ => null,
    };
}
