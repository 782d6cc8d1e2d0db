using System.Data;
using System.Data.Common;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Device.Files;

/// <summary>Holds an app to an SQLite that keeps what it was given: the package itself depends on no provider.</summary>
internal static class SqliteLibrary
{
    private const string Provider = "Microsoft.EntityFrameworkCore.Sqlite";

    private static readonly Version Fixed = new(3, 51, 3);

    /// <summary>Older lines that have the correction too.</summary>
    private static readonly Version[] Corrected = [new(3, 44, 6), new(3, 50, 7)];

    /// <exception cref="NotSupportedException">The context is not on SQLite, or has no file that can be opened again.</exception>
    public static void CheckProvider(DbContext context)
    {
        if (context.Database.ProviderName != Provider)
            throw new NotSupportedException($"A device's store is on SQLite, and not on {context.Database.ProviderName ?? "no database"}: call UseSqlite(…).");
        if (context.Database.GetDbConnection().State is not ConnectionState.Closed || string.IsNullOrEmpty(context.Database.GetConnectionString()))
            throw new NotSupportedException("A device's store opens connections of its own: give UseSqlite(…) a connection string.");
    }

    /// <summary>Checks the version of the native library that an open connection runs on.</summary>
    /// <exception cref="NotSupportedException">It can damage a file that several connections write.</exception>
    public static async Task CheckVersionAsync(ContextCall call)
    {
        string version = await Scalar.TextAsync(call, "SELECT sqlite_version()").ConfigureAwait(false);
        if (!IsSafe(Version.Parse(version)))
            throw new NotSupportedException($"SQLite {version} can damage a database in WAL mode when two connections write (sqlite.org/wal.html, \"the WAL-reset bug\"). Reference Microsoft.Data.Sqlite 10.0.12 or later, which brings {Fixed} or later.");
    }

    /// <summary>True for a version without the bug in which one connection resets the log while another writes it back.</summary>
    public static bool IsSafe(Version version) =>
        version >= Fixed || Corrected.Any(line => version.Major == line.Major && version.Minor == line.Minor && version >= line);

    /// <summary>The full path of the file of an open connection.</summary>
    /// <exception cref="NotSupportedException">The database is in memory.</exception>
    public static string PathOf(DbContext context)
    {
        string path = context.Database.GetDbConnection().DataSource;
        return Path.IsPathRooted(path) ? path : throw new NotSupportedException("A device's store needs a file: what is in memory ends with its connection.");
    }

    /// <summary>Makes commits durable when they return. The journal's mode is kept in the file; how often is flushed is each connection's.</summary>
    public static async Task MakeDurableAsync(ContextCall call)
    {
        string mode = await Scalar.TextAsync(call, "PRAGMA journal_mode = WAL").ConfigureAwait(false);
        if (!string.Equals(mode, "wal", StringComparison.OrdinalIgnoreCase))
            throw new StoreException(StoreFailure.Unavailable, $"The store's file cannot be put into WAL mode (it is in '{mode}'): its file system has no shared memory, or it is opened read-only.");
        Flush(call.Context.Database.GetDbConnection());
    }

    /// <summary>Has this connection flush each commit before it returns.</summary>
    public static void Flush(DbConnection connection)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA synchronous = FULL";
        command.ExecuteNonQuery();
    }
}
