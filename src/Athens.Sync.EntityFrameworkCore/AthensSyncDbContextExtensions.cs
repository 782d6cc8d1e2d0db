using System.Linq.Expressions;
using Athens.Sync.EntityFrameworkCore.Feed;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.EntityFrameworkCore.Tracking;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore;

/// <summary>Makes writes that pass by the change tracker changes that replicas learn of.</summary>
public static class AthensSyncDbContextExtensions
{
    /// <summary>
    /// Tells the engine that rows were written by <c>ExecuteUpdate</c> or raw SQL, inserted ones included. Each row that matches
    /// gets its next version at once, and its place in the feed when the transaction commits. Called after the write, in the
    /// transaction of the write, with a filter that matches the rows as they are now.
    /// </summary>
    /// <remarks>
    /// Query filters of the app do not apply. Which fields were written is not known, so all fields that merge by stamps count as
    /// written now. Objects that the context tracks keep the version that they had, and saving them is a concurrency conflict
    /// until they are read again. A mark that fails leaves a transaction that cannot be committed.
    /// </remarks>
    /// <typeparam name="T">A synced entity type.</typeparam>
    /// <param name="context">A context that is configured with <c>UseAthensSync</c>.</param>
    /// <param name="filter">Says which rows were written; a row too many costs a version and no more.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>How many rows were marked.</returns>
    /// <exception cref="ArgumentException">The type is not synced.</exception>
    /// <exception cref="InvalidOperationException">
    /// There is no transaction, or one whose commit the engine cannot see; or a row is in no scope.
    /// </exception>
    public static Task<int> MarkChangedAsync<T>(this DbContext context, Expression<Func<T, bool>> filter, CancellationToken cancellationToken = default)
        where T : class => RunAsync(context, filter, (marks, type, keys, stamp) => marks.MarkAsync(type, keys, stamp), cancellationToken);

    /// <summary>
    /// Deletes the rows that match as <c>ExecuteDelete</c> does, in one statement past the change tracker, and has replicas learn of
    /// it when the transaction commits. A row that is deleted in any other way past the change tracker leaves no tombstone: a replica
    /// that has it keeps it.
    /// </summary>
    /// <remarks>Query filters of the app do not apply. Children are not deleted along with their parents: delete them first.</remarks>
    /// <typeparam name="T">A synced entity type.</typeparam>
    /// <param name="context">A context that is configured with <c>UseAthensSync</c>.</param>
    /// <param name="filter">Says which rows are deleted.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>How many rows were deleted.</returns>
    /// <exception cref="ArgumentException">The type is not synced.</exception>
    /// <exception cref="InvalidOperationException">
    /// There is no transaction, or one whose commit the engine cannot see; or a row is in no scope.
    /// </exception>
    public static Task<int> DeleteMarkedAsync<T>(this DbContext context, Expression<Func<T, bool>> filter, CancellationToken cancellationToken = default)
        where T : class => RunAsync(context, filter, (marks, type, keys, _) => marks.DeleteAsync(type, keys), cancellationToken);

    private static async Task<int> RunAsync<T>(DbContext context, Expression<Func<T, bool>> filter, Func<ChangeMarks, EntityMapping, IReadOnlyList<string>, Stamp, Task<int>> work, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(filter);
        SyncInterceptor interceptor = SyncOptionsExtension.InterceptorOf(context);
        SyncMapping mapping = SyncMapping.Of(context, interceptor.Model);
        EntityMapping type = mapping.Entities.FirstOrDefault(entity => entity.Type.ClrType == typeof(T))
            ?? throw new ArgumentException($"{typeof(T).Name} is not a synced entity.", nameof(filter));
        FeedUnit unit = interceptor.OpenUnitOf(context, typeof(T).Name);
        var call = new ContextCall(context, true, cancellationToken);
        IReadOnlyList<string> keys = await type.FindKeysAsync(call, filter).ConfigureAwait(false);
        return await work(new ChangeMarks(mapping, call, unit), type, keys, interceptor.StampNow()).ConfigureAwait(false);
    }
}
