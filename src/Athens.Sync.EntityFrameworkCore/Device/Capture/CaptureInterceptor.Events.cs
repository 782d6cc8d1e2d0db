using System.Data.Common;
using Athens.Sync.EntityFrameworkCore.Device.Files;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Athens.Sync.EntityFrameworkCore.Device.Capture;

/// <content>What EF calls. Each event comes in two forms, by the app's own call.</content>
internal sealed partial class CaptureInterceptor
{
    InterceptionResult<int> ISaveChangesInterceptor.SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        if (eventData.Context is { } context)
            Guard(() => BeginAsync(new ContextCall(context, false, CancellationToken.None))).GetAwaiter().GetResult();
        return result;
    }

    async ValueTask<InterceptionResult<int>> ISaveChangesInterceptor.SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken)
    {
        if (eventData.Context is { } context)
            await Guard(() => BeginAsync(new ContextCall(context, true, cancellationToken))).ConfigureAwait(false);
        return result;
    }

    int ISaveChangesInterceptor.SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        if (eventData.Context is { } context)
            Guard(() => CompleteAsync(new ContextCall(context, false, CancellationToken.None))).GetAwaiter().GetResult();
        return result;
    }

    async ValueTask<int> ISaveChangesInterceptor.SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken)
    {
        if (eventData.Context is { } context)
            await Guard(() => CompleteAsync(new ContextCall(context, true, CancellationToken.None))).ConfigureAwait(false);
        return result;
    }

    void ISaveChangesInterceptor.SaveChangesCanceled(DbContextEventData eventData) => End(eventData.Context!);

    Task ISaveChangesInterceptor.SaveChangesCanceledAsync(DbContextEventData eventData, CancellationToken cancellationToken)
    {
        End(eventData.Context!);
        return Task.CompletedTask;
    }

    void IDbTransactionInterceptor.CreatedSavepoint(DbTransaction transaction, TransactionEventData eventData)
    {
        if (eventData.Context is { } context)
            Guard(() => CreatedSavepoint(new ContextCall(context, false, CancellationToken.None))).GetAwaiter().GetResult();
    }

    async Task IDbTransactionInterceptor.CreatedSavepointAsync(DbTransaction transaction, TransactionEventData eventData, CancellationToken cancellationToken)
    {
        if (eventData.Context is { } context)
            await Guard(() => CreatedSavepoint(new ContextCall(context, true, cancellationToken))).ConfigureAwait(false);
    }

    InterceptionResult IDbTransactionInterceptor.TransactionCommitting(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result)
    {
        if (eventData.Context is { } context)
            Guard(() => CommittingAsync(new ContextCall(context, false, CancellationToken.None))).GetAwaiter().GetResult();
        return result;
    }

    async ValueTask<InterceptionResult> IDbTransactionInterceptor.TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken)
    {
        if (eventData.Context is { } context)
            await Guard(() => CommittingAsync(new ContextCall(context, true, cancellationToken))).ConfigureAwait(false);
        return result;
    }

    void IDbTransactionInterceptor.TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Committed(transaction);

    Task IDbTransactionInterceptor.TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken)
    {
        Committed(transaction);
        return Task.CompletedTask;
    }

    void IDbConnectionInterceptor.ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => SqliteLibrary.Flush(connection);

    Task IDbConnectionInterceptor.ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken)
    {
        SqliteLibrary.Flush(connection);
        return Task.CompletedTask;
    }

    /// <summary>Tells the database's errors in the engine's words.</summary>
    private static async Task Guard(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (DbException e) when (SqliteFailures.Of(e) is { } failure)
        {
            throw failure;
        }
    }
}
