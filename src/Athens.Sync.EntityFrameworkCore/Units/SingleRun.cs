using System.Runtime.ExceptionServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Units;

/// <summary>
/// Runs work once under whatever execution strategy the app has configured. A strategy that retries would run it again with the
/// same context; the store runs it again with a fresh one.
/// </summary>
internal static class SingleRun
{
    public static async Task<TResult> RunAsync<TResult>(DbContext context, Func<Task<TResult>> work)
    {
        IExecutionStrategy strategy = context.Database.CreateExecutionStrategy();
        if (!strategy.RetriesOnFailure)
            return await work().ConfigureAwait(false);
        ExceptionDispatchInfo? failure = null;
        TResult? result = await strategy.ExecuteAsync(async () =>
        {
            try
            {
                return await work().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // The strategy must not see it, or it would decide what follows.
                failure = ExceptionDispatchInfo.Capture(exception);
                return default;
            }
        }).ConfigureAwait(false);
        failure?.Throw();
        return result!;
    }
}
