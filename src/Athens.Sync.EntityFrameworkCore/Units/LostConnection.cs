using System.Data;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Units;

/// <summary>
/// Tells a connection that is lost in the middle of a transaction as what it is. A provider says so once, by an exception of its
/// own; where that was met by other code, the next statement finds a completed transaction, which looks like a wrong call.
/// </summary>
internal static class LostConnection
{
    /// <param name="context">A context whose connection is open.</param>
    /// <param name="work">What is done over it.</param>
    /// <exception cref="StoreException">The connection is not open any more.</exception>
    public static async Task<TResult> TellAsync<TResult>(DbContext context, Func<Task<TResult>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (InvalidOperationException exception) when (context.Database.GetDbConnection().State is not ConnectionState.Open)
        {
            throw new StoreException(StoreFailure.Busy, "The connection to the database was lost.", exception);
        }
    }
}
