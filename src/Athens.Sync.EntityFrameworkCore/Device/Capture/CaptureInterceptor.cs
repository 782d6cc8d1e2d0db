using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Transactions;
using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore.Device.Entities;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Device.Capture;

/// <summary>
/// Queues what an app saves of synced entities, in the transaction that writes it. Where EF begins the transaction, that is done
/// just before it commits; in one of the app's own, under the savepoint that EF returns to when the save fails. By then every
/// other interceptor has had its say. One instance serves all contexts of a database.
/// </summary>
internal sealed partial class CaptureInterceptor(SyncModel model, TimeProvider time, SyncIds ids, Action<DeviceCommit>? committed, Func<SyncUser?>? user)
    : ISaveChangesInterceptor, IDbTransactionInterceptor, IDbConnectionInterceptor
{
    private const string Savepoint = "athens_sync";

    private readonly ConditionalWeakTable<DbContext, CapturedSave> saves = [];
    private readonly ConditionalWeakTable<DbTransaction, List<CapturedSave>> uncommitted = [];
    private readonly ConditionalWeakTable<object, LoadedState> loaded = [];

    public SyncModel Model => model;

    public SyncIds Ids => ids;

    /// <summary>Notes what an object of a synced entity holds.</summary>
    public void Loaded(DbContext context, IEntityType type, object entity)
    {
        if (model.Find(type.ClrType) is not null && DeviceMapping.Of(context, model).Find(type) is { } table)
            loaded.AddOrUpdate(entity, new LoadedState(table, entity));
    }

    /// <summary>Tells who watches what was committed to the outbox beside the engine.</summary>
    public void Tell(IEnumerable<DeviceCommit> commits)
    {
        foreach (DeviceCommit commit in commits)
            committed?.Invoke(commit);
    }

    private async Task BeginAsync(ContextCall call)
    {
        DbContext context = call.Context;
        await EndEarlierAsync(call).ConfigureAwait(false);
        IDbContextTransaction? transaction = context.Database.CurrentTransaction;
        if (TrackedEdits.Any(context, DeviceMapping.Of(context, model)))
            RefuseUnseen(context, transaction);
        saves.AddOrUpdate(context, CapturedSave.Begin(context, transaction?.GetDbTransaction()));
        context.SaveChangesFailed += Failed;
    }

    /// <summary>A save that is still open is one that another interceptor saves within, when it was written, or one that another interceptor ended before it was.</summary>
    private async Task EndEarlierAsync(ContextCall call)
    {
        if (saves.TryGetValue(call.Context, out CapturedSave? earlier) && earlier.IsAccepted)
            await CompleteAsync(call).ConfigureAwait(false);
        else
            End(call.Context);
    }

    private static void RefuseUnseen(DbContext context, IDbContextTransaction? transaction)
    {
        if (transaction is { SupportsSavepoints: false })
            throw new NotSupportedException("Synced entities are written in a transaction without savepoints, in which they cannot be queued.");
        if (transaction is null && (Transaction.Current is not null || context.Database.GetEnlistedTransaction() is not null))
            throw new NotSupportedException("Synced entities are written in an ambient TransactionScope, in which they cannot be queued. Use Database.BeginTransaction().");
    }

    /// <summary>EF's own transaction is about to commit: it holds the write lock, and what EF writes is there.</summary>
    private async Task CommittingAsync(ContextCall call)
    {
        if (!saves.TryGetValue(call.Context, out CapturedSave? save) || save.Transaction is not null)
            return;
        Queue(save, call);
        await CorrectAsync(save, call).ConfigureAwait(false);
    }

    /// <summary>EF is about to write in the app's transaction, and has made the savepoint that it returns to when that fails.</summary>
    private Task CreatedSavepoint(ContextCall call)
    {
        if (!saves.TryGetValue(call.Context, out CapturedSave? save) || save.Transaction is null || save.IsQueued)
            return Task.CompletedTask;
        IDbContextTransaction transaction = call.Context.Database.CurrentTransaction!;
        save.IsQueued = true;
        // EF does not return to its savepoint when its making fails.
        transaction.CreateSavepoint(Savepoint);
        try
        {
            Queue(save, call);
        }
        catch
        {
            transaction.RollbackToSavepoint(Savepoint);
            transaction.ReleaseSavepoint(Savepoint);
            throw;
        }
        transaction.ReleaseSavepoint(Savepoint);
        return Task.CompletedTask;
    }

    private void Queue(CapturedSave save, ContextCall call)
    {
        save.Edits.AddRange(TrackedEdits.Of(call.Context, DeviceMapping.Of(call.Context, model), loaded));
        new EditQueue(model, time, ids, user?.Invoke(), call).Enqueue(save);
    }

    private async Task CompleteAsync(ContextCall call)
    {
        if (End(call.Context) is not { } save)
            return;
        if (save.Transaction is null)
        {
            Committed(save);
            return;
        }
        await CorrectAsync(save, call).ConfigureAwait(false);
        uncommitted.GetOrCreateValue(save.Transaction).Add(save);
    }

    private static async Task CorrectAsync(CapturedSave save, ContextCall call)
    {
        foreach ((EntityTable table, object entity, IReadOnlyList<StoredField> fields) in save.Corrections)
            await table.UpdateAsync(call, entity, fields).ConfigureAwait(false);
    }

    private void Committed(DbTransaction transaction)
    {
        if (!uncommitted.TryGetValue(transaction, out List<CapturedSave>? committedSaves))
            return;
        uncommitted.Remove(transaction);
        committedSaves.ForEach(Committed);
    }

    /// <summary>What was saved is durable: it is what its objects show from now on, and who watches is told.</summary>
    private void Committed(CapturedSave save)
    {
        foreach (TrackedEdit edit in save.Edits)
            loaded.AddOrUpdate(edit.Entity, edit.Saved());
        Tell(save.Commits);
    }

    /// <summary>The context's own event: an interceptor is not told of a concurrency conflict.</summary>
    private void Failed(object? sender, SaveChangesFailedEventArgs e) => End((DbContext)sender!);

    private CapturedSave? End(DbContext context)
    {
        if (!saves.TryGetValue(context, out CapturedSave? save))
            return null;
        saves.Remove(context);
        context.SaveChangesFailed -= Failed;
        save.Restore(context);
        return save;
    }
}
