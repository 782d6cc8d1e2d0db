using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Mapping;

/// <summary>A piece of work on a context, done the way it was asked for: an app that saves synchronously is answered so.</summary>
/// <param name="Context">The context that is worked on.</param>
/// <param name="IsAsync">False where every task must be completed when it is returned.</param>
/// <param name="CancellationToken">Ends the work.</param>
internal readonly record struct ContextCall(DbContext Context, bool IsAsync, CancellationToken CancellationToken)
{
    public async Task<List<T>> ListAsync<T>(IQueryable<T> query) =>
        IsAsync ? await query.ToListAsync(CancellationToken).ConfigureAwait(false) : [.. query];
}
