using Athens.Sync.EntityFrameworkCore.Schema;
using Athens.Sync.EntityFrameworkCore.Tracking;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore;

/// <summary>Lets an app look whether its database is fit for the engine, before it serves or as a step of a deployment.</summary>
public static class AthensSyncSchemaExtensions
{
    /// <summary>
    /// Looks at the mapping, the migrations, the engine's tables, the version columns, the unique idempotency key, the feed, the
    /// rows that no feed tells of, and, with <c>UseAthensSyncTriggers</c>, the triggers. Each is tried and not only looked up: keys
    /// and the throwaway are really written, and rolled back. It may run while a server serves; on SQLite it holds the write lock
    /// for that moment.
    /// </summary>
    /// <param name="context">The context whose migrations make the database, configured with <c>UseAthensSync</c>; nothing is tracked by it.</param>
    /// <param name="write">
    /// Saves a new synced entity through the context, with whatever it needs; it is rolled back. The feed must tell of it.
    /// </param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Every check, in the same order each time.</returns>
    /// <exception cref="InvalidOperationException">The context is configured without <c>UseAthensSync</c>.</exception>
    public static Task<IReadOnlyList<SyncSchemaCheck>> CheckAthensSyncAsync(this DbContext context, Func<CancellationToken, Task> write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(write);
        return new SchemaChecks(context, SyncOptionsExtension.InterceptorOf(context), write, cancellationToken).RunAsync();
    }
}
